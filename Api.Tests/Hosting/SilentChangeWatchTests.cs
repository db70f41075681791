using Microsoft.Extensions.Time.Testing;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class SilentChangeWatchTests
{
    private static readonly HostState Whole = SampleHost.Empty;
    private static readonly HostState WithGateway = With("docker_gwbridge");

    private readonly FakeTimeProvider _clock = new();
    private readonly SilentChangeWatch _watch;

    public SilentChangeWatchTests() => _watch = new SilentChangeWatch(_clock);

    [Fact]
    public void IsDue_HostInOrder_NeverIs()
    {
        Assert.False(_watch.IsDue(Whole, out var due));
        Assert.Null(due);
    }

    [Fact]
    public void IsDue_DifferenceThatStays_IsAFewTimesAndThenNoMore()
    {
        Assert.False(_watch.IsDue(WithGateway, out var due));
        Assert.Equal(SilentChangeWatch.Pace, due);
        var looks = new List<TimeSpan>();
        for (var time = TimeSpan.Zero; due is { } pause;)
        {
            _clock.Advance(pause);
            time += pause;
            if (_watch.IsDue(WithGateway, out due))
                looks.Add(time);
        }
        Assert.Equal([0.25, 1, 4, 16], looks.Select(l => l.TotalSeconds));
        Assert.Equal(SilentChangeWatch.MostLooks, looks.Count);
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            Assert.False(_watch.IsDue(WithGateway, out due));
            Assert.Null(due);
        }
    }

    [Fact]
    public void IsDue_DifferenceThatAnEventExplains_IsNot()
    {
        _watch.IsDue(WithGateway, out _);
        Assert.False(Later(Whole, out var due));
        Assert.Null(due);
    }

    [Fact]
    public void IsDue_DifferenceThatComesLaterOrAgain_IsLookedForOnItsOwn()
    {
        _watch.IsDue(WithGateway, out _);
        Assert.True(Later(WithGateway, out _));
        var both = With("docker_gwbridge", "br-0123456789ab");
        Assert.False(Later(both, out var due));
        Assert.Equal(SilentChangeWatch.Pace, due);
        Assert.True(Later(both, out _));
        Assert.False(Later(Whole, out _));
        Assert.False(Later(WithGateway, out _));
        Assert.True(Later(WithGateway, out _));
    }

    [Fact]
    public void IsDue_AskedManyTimes_ComparesAtItsPace()
    {
        _watch.IsDue(Whole, out _);
        _clock.Advance(SilentChangeWatch.Pace / 5);
        Assert.False(_watch.IsDue(WithGateway, out var due));
        Assert.Equal(SilentChangeWatch.Pace * 4 / 5, due);
        var looks = 0;
        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(SilentChangeWatch.Pace / 5);
            looks += _watch.IsDue(With($"br-{i:000000000000}", "docker_gwbridge"), out _) ? 1 : 0;
        }
        // They follow one another too quickly to be looked for, but for the one that stays.
        Assert.Equal(3, looks);
    }

    private bool Later(HostState state, out TimeSpan? due)
    {
        _clock.Advance(SilentChangeWatch.Pace);
        return _watch.IsDue(state, out due);
    }

    private static HostState With(params string[] bridges) =>
        Whole with { Links = [.. Whole.Links, .. bridges.Select((b, i) => SampleHost.Link(SampleHost.HostId, 50 + i, b, "bridge"))] };
}
