using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

[Trait("Ring", "Privileged")]
public sealed class LinkSysctlTests
{
    private const string Forwarding = "net.ipv4.conf.br0.forwarding";

    [Fact]
    public async Task What_a_link_has_for_itself_is_heard_of_in_every_namespace_and_goes_with_it()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        using var followed = await Followed.FromAsync(host);
        foreach (var netns in new[] { host, other })
        {
            netns.Ip("link add br0 type bridge");
            await followed.UntilAsync(o => o.Links.Any(l => l.Name == "br0" && l.Namespace == o.IdOf(netns)));
            netns.In($"sysctl -q -w {Forwarding}=1");
            await followed.UntilAsync(o => SysctlsOf(o, netns).GetValueOrDefault(Forwarding) == "1");
            // Set for all, it is what every link has.
            netns.In("sysctl -q -w net.ipv4.ip_forward=1");
            await followed.UntilAsync(o => SysctlsOf(o, netns) is var now && now["net.ipv4.ip_forward"] == "1" && !now.ContainsKey(Forwarding));
            netns.In($"sysctl -q -w {Forwarding}=0");
            await followed.UntilAsync(o => SysctlsOf(o, netns).GetValueOrDefault(Forwarding) == "0");
        }
        await followed.AssertEqualsFreshAsync(host, other);
        foreach (var netns in new[] { host, other })
        {
            netns.Ip("link del br0");
            await followed.UntilAsync(o => !SysctlsOf(o, netns).ContainsKey(Forwarding));
        }
    }

    private static IReadOnlyDictionary<string, string> SysctlsOf(KernelObservation observation, ScratchNetns netns) =>
        observation.Namespaces.Single(n => n.Sighting.Id == observation.IdOf(netns)).Sysctls!.Values;
}
