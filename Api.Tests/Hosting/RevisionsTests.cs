using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Json;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class RevisionsTests
{
    private readonly LiveState _live = new(_ => throw new InvalidOperationException("Nobody asked for a reading."));
    private readonly List<Revision> _told = [];
    private readonly Revisions _revisions;
    private HostState? _currentWhenTold;

    public RevisionsTests() => _revisions = new Revisions(_live, (revision, _) =>
    {
        _currentWhenTold = _live.Current;
        _told.Add(revision);
    });

    [Fact]
    public void Publish_FirstState_IsRevision1WithoutChanges()
    {
        var state = _revisions.Publish(SampleHost.Empty);
        Assert.Same(_live.Current, state);
        Assert.Equal((1, ContentHash.Of(SampleHost.Empty).ToString()), (state!.Revision, state.ContentHash));
        var told = Assert.Single(_told);
        Assert.Equal((1, state.ContentHash, SampleHost.ObservedAt), (told.Number, told.Hash, told.At));
        Assert.Empty(told.Changes);
    }

    [Fact]
    public void Publish_StateThatDiffers_IsTheNextRevisionAndReadersSeeItFirst()
    {
        _revisions.Publish(SampleHost.Empty);
        var later = SampleHost.WithWeb with { ObservedAt = SampleHost.ObservedAt.AddMinutes(1), Gaps = [new Gap("processes", "unreadable", "")] };
        var state = _revisions.Publish(later);
        Assert.Equal((2, ContentHash.Of(later).ToString(), later.ObservedAt), (state!.Revision, state.ContentHash, state.ObservedAt));
        Assert.Same(state, _currentWhenTold);
        Assert.Equal(2, _told[^1].Number);
        Assert.Equal(HostDiff.Compare(SampleHost.Empty, later), _told[^1].Changes);
        Assert.Equal(later.Gaps, _told[^1].Gaps);
    }

    [Fact]
    public void Publish_NothingButWhatIsVolatileDiffers_ShowsItInTheSameRevision()
    {
        _revisions.Publish(SampleHost.Empty);
        var neighbour = new Neighbour { Namespace = SampleHost.HostId, LinkIndex = 2, Address = System.Net.IPAddress.Loopback, State = NeighbourState.Stale };
        Assert.Null(_revisions.Publish(SampleHost.Empty with { ObservedAt = SampleHost.ObservedAt.AddMinutes(1), Neighbours = [neighbour] }));
        Assert.Equal([neighbour], _live.Current!.Neighbours);
        Assert.Equal((1, ContentHash.Of(SampleHost.Empty).ToString(), SampleHost.ObservedAt), (_live.Current.Revision, _live.Current.ContentHash, _live.Current.ObservedAt));
        Assert.Single(_told);
    }

    [Fact]
    public void Publish_WhatMayBeOlder_SaysSoOfTheRevisionThatItMakesAlone()
    {
        var later = SampleHost.ObservedAt.AddMinutes(1);
        _revisions.Publish(SampleHost.Empty, notBefore: SampleHost.ObservedAt);
        Assert.Null(_told[^1].NotBefore);
        Assert.Null(_revisions.Publish(SampleHost.Empty with { ObservedAt = later }, notBefore: SampleHost.ObservedAt));
        _revisions.Publish(SampleHost.WithWeb with { ObservedAt = later });
        Assert.Null(_told[^1].NotBefore);
        _revisions.Publish(SampleHost.Empty with { ObservedAt = later }, notBefore: SampleHost.ObservedAt);
        Assert.Equal(SampleHost.ObservedAt, _told[^1].NotBefore);
    }

    [Fact]
    public void Publish_WhatADiffLeavesOutDiffers_IsARevisionWithoutChanges()
    {
        _revisions.Publish(SampleHost.WithWeb);
        var state = _revisions.Publish(SampleHost.WithWeb.ChangeWeb(c => c with { Pid = 9 }));
        Assert.Equal(2, state!.Revision);
        Assert.Empty(_told[^1].Changes);
    }

    [Fact]
    public void Publish_NetworkAsItWasBefore_HasItsHashAgainUnderANewNumber()
    {
        var first = _revisions.Publish(SampleHost.Empty);
        _revisions.Publish(SampleHost.WithWeb);
        var third = _revisions.Publish(SampleHost.Empty);
        Assert.Equal((3, first!.ContentHash), (third!.Revision, third.ContentHash));
    }
}
