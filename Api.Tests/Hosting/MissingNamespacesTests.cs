using Microsoft.Extensions.Time.Testing;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class MissingNamespacesTests
{
    private static readonly Gap Other = new("processes", "processes-hidden", "x");
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly MissingNamespaces _missing;

    public MissingNamespacesTests() => _missing = new MissingNamespaces(_clock);

    [Fact]
    public void Hold_GapThatIsYoung_IsLeftOutUntilItLasts()
    {
        var state = Missing("a");
        Assert.Equal([Other], _missing.Hold(state, out var due).Gaps);
        Assert.Equal(MissingNamespaces.Patience, due);

        _clock.Advance(MissingNamespaces.Patience - Moment);
        Assert.Equal([Other], _missing.Hold(state, out due).Gaps);
        Assert.Equal(Moment, due);

        _clock.Advance(Moment);
        Assert.Same(state, _missing.Hold(state, out due));
        Assert.Null(due);
    }

    [Fact]
    public void Hold_GapThatWentAndComesAgain_IsYoungAgain()
    {
        _missing.Hold(Missing("a"), out _);
        _clock.Advance(MissingNamespaces.Patience / 2);
        var whole = Missing();
        Assert.Same(whole, _missing.Hold(whole, out var due));
        Assert.Null(due);
        _clock.Advance(MissingNamespaces.Patience / 2);
        Assert.Equal([Other], _missing.Hold(Missing("a"), out _).Gaps);
    }

    [Fact]
    public void Hold_OneAfterTheOther_DoesNotHideTheFirstForLonger()
    {
        _missing.Hold(Missing("a"), out _);
        _clock.Advance(MissingNamespaces.Patience / 2);
        Assert.Equal([Other], _missing.Hold(Missing("a", "b"), out var due).Gaps);
        Assert.Equal(MissingNamespaces.Patience / 2, due);
        _clock.Advance(MissingNamespaces.Patience / 2);
        Assert.Equal(["container:a"], _missing.Hold(Missing("a", "b"), out _).Gaps.Where(g => g != Other).Select(g => g.Scope));
    }

    private static HostState Missing(params string[] ids) =>
        SampleHost.Empty with { Gaps = [Other, .. ids.Select(id => new Gap($"container:{id}", NamespaceClassifier.NotFoundCode, "x"))] };
}
