using System.Globalization;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using Xunit;

namespace NetApi.Tests.Privileged;

[Trait("Ring", "Privileged")]
public class NeighbourTableTests
{
    private const string GcThresh3 = "/proc/sys/net/ipv4/neigh/default/gc_thresh3";

    [Fact]
    public void Entries_of_every_namespace_count_and_are_seen_from_every_namespace()
    {
        Ring.Privileged();
        using var one = new ScratchNetns();
        using var other = new ScratchNetns();
        using var handle = other.Open();
        one.Ip("link add br0 type bridge");
        one.Ip("link set br0 up");
        var before = NetnsEntry.Run(handle, NeighbourTable.Read)!;
        for (var i = 1; i <= 50; i++)
            one.Ip($"neigh add 10.66.0.{i} lladdr 02:00:00:00:00:01 dev br0");
        var after = NetnsEntry.Run(handle, NeighbourTable.Read)!;
        // The table is shared with whatever else runs on this machine, so that the difference is not exact.
        Assert.InRange(after.Entries, before.Entries + 25, after.GcThresh3);
        Assert.Equal(before.GcThresh3, after.GcThresh3);
    }

    [Fact]
    public void The_limit_is_the_sysctls()
    {
        var table = NeighbourTable.Read()!;
        // The sysctl exists in the initial namespace only; everywhere else the limit is just not zero.
        if (File.Exists(GcThresh3))
            Assert.Equal(uint.Parse(File.ReadAllText(GcThresh3), CultureInfo.InvariantCulture), table.GcThresh3);
        Assert.InRange(table.GcThresh3, 1u, uint.MaxValue);
        Assert.NotNull(table.TableFulls);
    }
}
