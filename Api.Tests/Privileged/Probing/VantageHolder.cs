using System.Net.Sockets;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Reachability;
using Xunit;

namespace NetApi.Tests.Privileged.Probing;

/// <summary>Not a test but a process of its own, which a test starts and kills.</summary>
public class VantageHolder
{
    /// <summary>Environment variable: path of the namespace that is the host.</summary>
    public const string HostPath = "NETAPI_TEST_HOLD_VANTAGE_IN";

    [Fact(Explicit = true)]
    public void Hold_a_vantage_until_killed()
    {
        using var netns = NetnsHandle.Open(Environment.GetEnvironmentVariable(HostPath)!);
        using var vantage = new OutsideVantages(() => LinkCommands.OpenIn(netns)).Create(AddressFamily.InterNetwork, []);
        Assert.NotNull(vantage);
        Thread.Sleep(Timeout.Infinite);
    }
}
