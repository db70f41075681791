using System.Diagnostics;
using NetApi.Adapters.Netlink.Monitor;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink.Monitor;

public sealed class WatchedNetnsTests
{
    private static readonly Gap Refused = new("namespace:blue", "namespace-unreadable", "It was refused.");

    [Fact]
    public void Failed_LinksThatWereToBeReadOneByOne_AreStaleWithTheirTables()
    {
        var netns = Read();
        netns.StaleLinks.Add(3);
        netns.StaleAddresses.Add(4);
        netns.Failed(Tables.None, Refused);
        Assert.Equal(Tables.Links | Tables.Addresses, netns.Due(0, all: true));
        Assert.Empty(netns.StaleLinks);
        Assert.Empty(netns.StaleAddresses);
    }

    [Fact]
    public void NextDue_SocketsThatCouldNotBeRead_IsWhenTheyAreTriedAgain()
    {
        var netns = Read();
        netns.Looks.Changed(Stopwatch.GetTimestamp());
        netns.Failed(Tables.Sockets, Refused);
        Assert.True(netns.NextDue() > netns.Looks.Next);
    }

    [Fact]
    public void NextDue_NothingStale_IsWhenSocketsAreLookedUp()
    {
        var netns = Read();
        Assert.Equal(netns.Looks.Next, netns.NextDue());
    }

    private static WatchedNetns Read()
    {
        var netns = new WatchedNetns(new FoundNetns(new NetnsFile(0, 4, 1)), new NetnsId("blue"), cookie: 1, nsid: 1, isOwn: false);
        foreach (var table in Enum.GetValues<Tables>())
            netns.Read(table, Stopwatch.GetTimestamp(), interrupted: false);
        Assert.False(netns.IsStale);
        return netns;
    }
}
