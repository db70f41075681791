using System.Diagnostics;
using NetApi.Adapters.Netlink.Monitor;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink.Monitor;

public sealed class LookScheduleTests
{
    private long _now = 1000 * Stopwatch.Frequency;

    [Fact]
    public void Started_AllIsLookedUpThreeTimes()
    {
        var looks = new LookSchedule(isOwn: false, _now);
        looks.Started(_now);
        var began = _now;
        var seen = Looks(looks, seconds: 9).Where(l => l.Tables == Tables.Unheard).Select(l => Math.Round((l.At - began) / (double)Stopwatch.Frequency, 1)).ToHashSet();
        Assert.Superset(new HashSet<double> { 0.5, 2, 8 }, seen);
    }

    [Fact]
    public void Changed_SocketsAloneAreLookedUpOnceMore()
    {
        var looks = new LookSchedule(isOwn: false, _now);
        Rest(looks);
        looks.Changed(_now);
        Assert.Equal(_now + Stopwatch.Frequency, looks.Next);
        Assert.Equal(Tables.None, looks.Due(looks.Next - 1));
        Assert.Equal(Tables.Sockets, looks.Due(looks.Next));
        looks.Looked(looks.Next);
        Assert.InRange(looks.Next - _now, 30 * Stopwatch.Frequency, 62 * Stopwatch.Frequency);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Changed_AgainAndAgain_NeverPutsOffALook(bool isOwn)
    {
        var looks = new LookSchedule(isOwn, _now);
        Rest(looks);
        looks.Changed(_now);
        var first = looks.Next;
        for (var i = 0; i < 100; i++)
            looks.Changed(_now += Stopwatch.Frequency / 1000);
        Assert.Equal(first, looks.Next);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    public void Due_ANamespaceThatChangesAllTheTime_NeighboursEachMinuteAndSysctlsEachFifth(int secondsBetweenChanges)
    {
        var looks = new LookSchedule(isOwn: false, _now);
        Rest(looks);
        var seen = Looks(looks, seconds: 3600, secondsBetweenChanges).ToList();
        Assert.InRange(seen.Count(l => l.Tables.HasFlag(Tables.Neighbours)), 58, 61);
        Assert.InRange(seen.Count(l => l.Tables == Tables.Unheard), 11, 13);
        Assert.All(seen, l => Assert.True(l.Tables.HasFlag(Tables.Sockets)));
    }

    [Fact]
    public void Due_TheHost_IsAlwaysAll()
    {
        var looks = new LookSchedule(isOwn: true, _now);
        Assert.All(Looks(looks, seconds: 600, secondsBetweenChanges: 7), l => Assert.Equal(Tables.Unheard, l.Tables));
    }

    [Fact]
    public void Looked_BeforeALookIsDue_TakesNothingFromTheSeries()
    {
        var looks = new LookSchedule(isOwn: true, _now);
        Rest(looks);
        looks.Changed(_now);
        var next = looks.Next;
        for (var i = 0; i < 10; i++)
            looks.Looked(_now);
        Assert.Equal(next, looks.Next);
    }

    private void Rest(LookSchedule looks)
    {
        _now = looks.Next;
        looks.Looked(_now);
    }

    private IEnumerable<(long At, Tables Tables)> Looks(LookSchedule looks, int seconds, int secondsBetweenChanges = 0)
    {
        var (end, change) = (_now + (seconds * Stopwatch.Frequency), secondsBetweenChanges == 0 ? long.MaxValue : _now);
        while (Math.Min(looks.Next, change) is var next && next < end)
        {
            _now = next;
            if (next == change)
            {
                looks.Changed(_now);
                change += secondsBetweenChanges * Stopwatch.Frequency;
            }
            if (looks.Due(_now) is not Tables.None and var due)
            {
                yield return (_now, due);
                looks.Looked(_now);
            }
        }
    }
}
