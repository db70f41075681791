using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class ContainerChecksTests
{
    private static readonly Network App = new()
    {
        Id = "app" + new string('1', 61),
        Name = "app",
        Driver = "bridge",
        Scope = "local",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Subnets = [new NetworkSubnet(IPNetwork.Parse("172.20.0.0/24"), IPAddress.Parse("172.20.0.1")), new NetworkSubnet(IPNetwork.Parse("2001:db8::/64"), null)],
    };

    private static readonly Network HostNetwork = App with { Id = "0" + new string('2', 63), Name = "host", Driver = "host", Subnets = [] };

    private static readonly HostState State = (SampleHost.WithWeb with { Networks = [App, SampleHost.BridgeNetwork, HostNetwork] }).ChangeWeb(c => c with
    {
        Networks = [.. c.Networks, new NetworkAttachment { NetworkId = App.Id, NetworkName = "app", Ipv4 = InterfaceAddress.Parse("172.20.0.10/24"), Ipv6 = InterfaceAddress.Parse("2001:db8::10/64") }],
    });

    private static readonly ContainerSpec Least = new() { Image = "nginx" };

    [Fact]
    public void Check_NothingSpecial_IsFine() => Assert.Empty(Faults(Least with { Name = "other", Ports = [Port(null)], Networks = [To("app"), To("bridge")] }));

    [Fact]
    public void Check_NameInUse_IsAConflictThatNamesTheHolder()
    {
        var problem = Problem(Least with { Name = "myweb" });
        Assert.Equal((409, "conflict"), (problem.Status, problem.Code));
        Assert.Equal("The name myweb is in use by container aaaaaaaaaaaa (running). Remove that one, or choose another name.", problem.Detail);
        Assert.Equal([("/name", "name-taken")], problem.Errors!.Select(f => (f.Pointer, f.Code)));
    }

    [Theory]
    [InlineData("192.0.2.10")]
    [InlineData("172.17.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.53")]
    [InlineData("::")]
    public void Check_AddressThatTheHostHas_IsFine(string address) => Assert.Empty(Faults(Least with { Ports = [Port(address)] }));

    [Theory]
    [InlineData("192.0.2.11")]
    [InlineData("172.17.0.7")]
    [InlineData("2001:db8::99")]
    public void Check_AddressThatNoLinkOfTheHostHas_IsAFault(string address) =>
        Assert.Equal([("/ports", "address-not-on-host")], Faults(Least with { Ports = [Port(address), Port(address)] }));

    [Fact]
    public void Check_AddressThatNoLinkHas_ListsThoseOfItsFamily() =>
        Assert.Contains("Its addresses are 172.17.0.1, 192.0.2.10;", Problem(Least with { Ports = [Port("192.0.2.11")] }).Errors![0].Detail, StringComparison.Ordinal);

    [Fact]
    public void Check_KernelThatCannotBeRead_RefusesNoAddress() =>
        Assert.Empty(Faults(Least with { Ports = [Port("192.0.2.11")] }, State with { Namespaces = [], Links = [] }));

    [Fact]
    public void Check_UnknownNetwork_IsAFault() => Assert.Equal([("/networks/1/name", "unknown-network")], Faults(Least with { Networks = [To("app"), To("nowhere")] }));

    [Fact]
    public void Check_AmbiguousNetwork_NamesTheCandidates()
    {
        var twin = App with { Id = "app" + new string('9', 61) };
        var problem = Problem(Least with { Networks = [To("app")] }, State with { Networks = [App, twin] });
        Assert.Equal(("/networks/0/name", "ambiguous"), problem.Errors!.Select(f => (f.Pointer, f.Code)).Single());
        Assert.Contains("app111111111, app999999999", problem.Errors![0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host")]
    [InlineData("0222")]
    [InlineData("0222222222222222222222222222222222222222222222222222222222222222")]
    public void Check_HostsNetworkByAnyName_IsRefused(string name)
    {
        Assert.Equal([("/networks/0/name", "network-mode-not-allowed")], Faults(Least with { Networks = [To(name)] }));
        Assert.Equal([("/networks/0/name", "network-mode-not-allowed")], Faults(Least with { Networks = [To(name, "172.20.0.5")] }));
    }

    [Theory]
    [InlineData("172.21.0.5", null, "/networks/0/ipv4Address", "address-outside-subnet")]
    [InlineData(null, "2001:db8:1::5", "/networks/0/ipv6Address", "address-outside-subnet")]
    [InlineData("172.20.0.1", null, "/networks/0/ipv4Address", "address-taken")]
    [InlineData("172.20.0.10", null, "/networks/0/ipv4Address", "address-taken")]
    [InlineData(null, "2001:db8::10", "/networks/0/ipv6Address", "address-taken")]
    public void Check_FixedAddress_MustBeFreeAndWithin(string? ipv4, string? ipv6, string pointer, string code) =>
        Assert.Equal([(pointer, code)], Faults(Least with { Networks = [To("app", ipv4, ipv6)] }));

    [Fact]
    public void Check_FixedAddressThatIsTaken_NamesTheHolder()
    {
        Assert.Equal(
            "172.20.0.10 on network app is held by myweb. Choose another, or omit ipv4Address.",
            Problem(Least with { Networks = [To("app", "172.20.0.10")] }).Detail);
        Assert.Contains("is held by the network's gateway", Problem(Least with { Networks = [To("app", "172.20.0.1")] }).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_FixedAddressThatIsFree_IsFine() => Assert.Empty(Faults(Least with { Networks = [To("app", "172.20.0.11", "2001:db8::11")] }));

    [Fact]
    public void Check_FixedAddressOrAliasOnTheDefaultBridge_IsAFault()
    {
        Assert.Equal([("/networks/0", "default-bridge")], Faults(Least with { Networks = [To("bridge", "172.17.0.9")] }));
        Assert.Equal([("/networks/0", "default-bridge")], Faults(Least with { Networks = [To("bridge") with { Aliases = ["web"] }] }));
    }

    [Fact]
    public void Check_AfterTheReader_TellsNothingTwice()
    {
        var faults = new FaultList();
        var spec = ContainerSpecReader.Read(new CreateContainerRequest { Image = "nginx", Networks = [new NetworkRequest { Name = "host" }, new NetworkRequest(), new NetworkRequest { Name = "container:web" }] }, faults);
        ContainerChecks.Check(spec, State, faults);
        Assert.Equal(["/networks/0/name", "/networks/1/name", "/networks/2/name"], faults.ToProblem().Errors!.Select(f => f.Pointer));
    }

    [Fact]
    public void Check_ConflictBesideAFault_Is400() => Assert.Equal(400, Problem(Least with { Name = "myweb", Networks = [To("nowhere")] }).Status);

    private static AttachmentSpec To(string network, string? ipv4 = null, string? ipv6 = null) =>
        new(network, ipv4 is null ? null : IPAddress.Parse(ipv4), ipv6 is null ? null : IPAddress.Parse(ipv6), []);

    private static PortSpec Port(string? address) => new(address is null ? null : IPAddress.Parse(address), 8001, 80, TransportProtocol.Tcp);

    private static Problem Problem(ContainerSpec spec, HostState? state = null)
    {
        var faults = new FaultList();
        ContainerChecks.Check(spec, state ?? State, faults);
        return faults.ToProblem();
    }

    private static IEnumerable<(string, string)> Faults(ContainerSpec spec, HostState? state = null) =>
        (Problem(spec, state).Errors ?? []).Select(f => (f.Pointer, f.Code));
}
