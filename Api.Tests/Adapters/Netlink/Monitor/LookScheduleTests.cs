using System.Diagnostics;
using NetApi.Adapters.Netlink.Monitor;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink.Monitor;

public sealed class LookScheduleTests
{
    [Fact]
    public void Started_ThenLooked_AllIsLookedUpFourTimesAndThenAfterAMinuteAtTheMost()
    {
        var looks = new LookSchedule(isOwn: false);
        looks.Started();
        foreach (var most in new[] { 0.1, 0.4, 1.5, 6 })
        {
            Assert.Equal(Tables.Unheard, looks.Tables);
            Assert.InRange(SecondsToNext(looks), 0, most);
            looks.Looked();
        }
        Assert.InRange(SecondsToNext(looks), 50, 61);
    }

    [Fact]
    public void Changed_AtRest_SocketsAloneAreLookedUpOnce()
    {
        var looks = new LookSchedule(isOwn: false);
        looks.Changed();
        Assert.InRange(SecondsToNext(looks), 0, 1);
        Assert.Equal(Tables.Sockets, looks.Tables);
        looks.Looked();
        Assert.NotEqual(Tables.Sockets, looks.Tables);
        Assert.InRange(SecondsToNext(looks), 50, 61);
    }

    [Fact]
    public void Changed_AgainAndAgain_NeverPutsOffTheNextLook()
    {
        var looks = new LookSchedule(isOwn: true);
        looks.Changed();
        var first = looks.Next;
        for (var i = 0; i < 100; i++)
            looks.Changed();
        Assert.Equal(first, looks.Next);
    }

    [Fact]
    public void Tables_OfTheHost_AreAlwaysAll()
    {
        var looks = new LookSchedule(isOwn: true);
        looks.Changed();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(Tables.Unheard, looks.Tables);
            looks.Looked();
        }
    }

    [Fact]
    public void Tables_AtRest_AreAllEveryFifthTimeAndNeverWithoutSockets()
    {
        var looks = new LookSchedule(isOwn: false);
        var all = 0;
        for (var i = 0; i < 50; i++)
        {
            Assert.True(looks.Tables.HasFlag(Tables.Sockets | Tables.Neighbours));
            all += looks.Tables == Tables.Unheard ? 1 : 0;
            looks.Looked();
        }
        Assert.Equal(10, all);
    }

    private static double SecondsToNext(LookSchedule looks) => (looks.Next - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency;
}
