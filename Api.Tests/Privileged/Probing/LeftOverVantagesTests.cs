using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Reachability;
using Xunit;

namespace NetApi.Tests.Privileged.Probing;

[Trait("Ring", "Privileged")]
public sealed class LeftOverVantagesTests : IDisposable
{
    private readonly ScratchNetns _host;
    private readonly NetnsHandle _handle;

    public LeftOverVantagesTests()
    {
        Ring.Privileged();
        _host = new ScratchNetns();
        _handle = _host.Open();
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _host?.Dispose();
    }

    [Fact]
    public async Task The_start_removes_what_dead_processes_left_and_nothing_else()
    {
        Add("netapi-out1", DeadOwner().Alias);
        Add("renamed", DeadOwner().Alias);
        Add("netapi-out2", VantageOwner.Current.Alias);
        Add("netapi-out3", (VantageOwner.Current with { StartTicks = VantageOwner.Current.StartTicks - 1 }).Alias);
        Add("netapi-out4", alias: null);
        Add("netapi-out5", "NetApi probe vantage");
        Add("netapi-out6", $"{DeadOwner().Alias} and more");
        await using var api = new InProcessNetApi(services => services.Replace(ServiceDescriptor.Singleton(new Prober(1, _host.Path, NeighbourTable.Read))));
        _ = api.Services;
        Assert.Equal(["lo", "netapi-out2", "netapi-out4", "netapi-out5", "netapi-out6"], Names());
    }

    [Fact]
    public void A_second_NetApi_leaves_the_vantages_of_the_first_alone()
    {
        using var first = new OutsideVantages(() => LinkCommands.OpenIn(_handle)).Create(System.Net.Sockets.AddressFamily.InterNetwork, []);
        Assert.Equal(0, new OutsideVantages(() => LinkCommands.OpenIn(_handle)).RemoveLeftOvers());
        Assert.Equal(["lo", "netapi-out0"], Names());
    }

    [Fact]
    public void Without_capabilities_the_start_goes_on()
    {
        Add("netapi-out1", DeadOwner().Alias);
        using var prober = new Prober(1, null, NeighbourTable.Read);
        var start = NetnsEntry.Run(_handle, () =>
        {
            Capabilities.DropAll();
            return new LeftOverVantages(prober, NullLogger<LeftOverVantages>.Instance).StartAsync(CancellationToken.None);
        });
        Assert.True(start.IsCompletedSuccessfully);
        Assert.Contains("netapi-out1", Names());
    }

    private void Add(string name, string? alias)
    {
        _host.Ip($"link add {name} type bridge");
        using var links = LinkCommands.OpenIn(_handle);
        if (alias is not null)
            links.SetAlias(links.IndexOf(name), alias);
    }

    private IEnumerable<string> Names() => _host.IpJson("link show").Select(l => l!["ifname"]!.GetValue<string>()).Order(StringComparer.Ordinal);

    private static VantageOwner DeadOwner()
    {
        using var process = Process.Start("sleep", "infinity");
        try
        {
            return VantageOwner.Of(process.Id)!.Value;
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
