using System.Diagnostics;
using NetApi.Adapters.Procfs;
using NetApi.Tests.Domain.Reachability;
using Xunit;

namespace NetApi.Tests.Privileged;

[Trait("Ring", "Privileged")]
public sealed class ProxyTableTests
{
    [Fact]
    public void A_docker_proxy_is_found_in_its_namespace_only()
    {
        Ring.Privileged();
        using var netns = HeldNetns.Make();
        netns.Run("ip", "link", "set", "lo", "up");
        using var proxy = LaunchProxy(netns);
        try
        {
            // docker-proxy writes 0 to descriptor 3 as soon as it listens.
            Assert.Equal("0", proxy.StandardOutput.ReadLine());

            var here = ProxyTable.Read(netns.Path);

            Assert.Empty(here.Gaps);
            Assert.Equal([Lab.Proxy(proxy.Id, "127.0.0.1", 8000, "127.0.0.2", 80)], here.Proxies);
            Assert.DoesNotContain(ProxyTable.Read().Proxies, p => p.Pid == proxy.Id);
        }
        finally
        {
            proxy.Kill();
            proxy.WaitForExit();
        }
    }

    private static Process LaunchProxy(HeldNetns netns) => netns.Launch(
        "sh", "-c", "exec 3>&1; exec /usr/sbin/docker-proxy -proto tcp -host-ip 127.0.0.1 -host-port 8000 -container-ip 127.0.0.2 -container-port 80");
}
