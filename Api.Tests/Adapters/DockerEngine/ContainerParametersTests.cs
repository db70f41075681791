using System.Net;
using Docker.DotNet.Models;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;
using ContainerSpec = NetApi.Adapters.DockerEngine.ContainerSpec;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class ContainerParametersTests
{
    private static readonly ContainerSpec Minimal = new() { Image = "nginx" };

    [Fact]
    public void Build_MaximalSpec_SaysIt()
    {
        var request = ContainerParameters.Build(Specs.Maximal);
        Assert.Equal(("web", "nginx", true, true), (request.Name, request.Image, request.Tty, request.OpenStdin));
        Assert.Equal(["sleep", "1"], request.Cmd);
        Assert.Equal(["/bin/sh"], request.Entrypoint);
        Assert.Equal(["A=1=2"], request.Env);
        Assert.Equal("shop", request.Labels["app"]);
        Assert.Equal(["53/udp", "80/tcp"], request.ExposedPorts!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["front"], request.NetworkingConfig!.EndpointsConfig!.Keys);
        Assert.Equal(("front", RestartPolicyKind.UnlessStopped, 64L << 20), (request.HostConfig!.NetworkMode, request.HostConfig.RestartPolicy!.Name, request.HostConfig.Memory));
        var mount = Assert.Single(request.HostConfig!.Mounts!);
        Assert.Equal(("volume", "data", "/data", true), (mount.Type, mount.Source, mount.Target, mount.ReadOnly));
    }

    [Fact]
    public void Build_MinimalSpec_LeavesTheImageItsCommand()
    {
        var request = ContainerParameters.Build(Minimal);
        Assert.Null(request.Cmd);
        Assert.Null(request.Entrypoint);
        Assert.Equal("bridge", request.HostConfig!.NetworkMode);
        Assert.Empty(request.NetworkingConfig!.EndpointsConfig);
    }

    [Fact]
    public void HostConfigOf_SeveralBindingsOfOnePort_KeepsThemTogether()
    {
        var bindings = ContainerParameters.HostConfigOf(Specs.Maximal).PortBindings;
        Assert.Equal([("", "8000"), ("127.0.0.1", "")], bindings["80/tcp"].Select(b => (b.HostIP, b.HostPort)));
        Assert.Equal([("::", "53")], bindings["53/udp"].Select(b => (b.HostIP, b.HostPort)));
    }

    [Fact]
    public void HostConfigOf_AllIpv4Addresses_IsNotAllAddresses()
    {
        var spec = Minimal with { Ports = [new PortSpec(IPAddress.Any, 1, 2, TransportProtocol.Sctp)] };
        Assert.Equal("0.0.0.0", Assert.Single(ContainerParameters.HostConfigOf(spec).PortBindings["2/sctp"]).HostIP);
    }

    [Fact]
    public void EndpointOf_FixedAddresses_AsksForThem()
    {
        var endpoint = ContainerParameters.EndpointOf(Specs.Maximal.Networks[0]);
        Assert.Equal(("10.1.0.7", "fd00::7"), (endpoint.IPAMConfig!.IPv4Address, endpoint.IPAMConfig.IPv6Address));
        Assert.Equal(["www"], endpoint.Aliases);
    }

    [Fact]
    public void EndpointOf_NoAddress_LeavesTheChoiceToTheEngine() => Assert.Null(ContainerParameters.EndpointOf(Specs.Maximal.Networks[1]).IPAMConfig);

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("default")]
    [InlineData("container:web")]
    [InlineData("")]
    public void HostConfigOf_NetworkMode_IsRefused(string mode)
    {
        var spec = Minimal with { Networks = [new AttachmentSpec(mode, null, null, [])] };
        Assert.Throws<ArgumentException>(() => ContainerParameters.HostConfigOf(spec));
    }

    [Theory]
    [InlineData("my net", "bridge", "b1")]
    [InlineData("container:web", "bridge", "b1")]
    [InlineData("bridge", "bridge", "bridge")]
    public void ReferenceTo_Network_IsWhatNoOtherNetworkIsFoundBy(string name, string driver, string reference) =>
        Assert.Equal(reference, ContainerParameters.ReferenceTo(Network(name, driver)));

    [Theory]
    [InlineData("host", "host")]
    [InlineData("none", "null")]
    public void ReferenceTo_NetworkThatIsAMode_IsRefused(string name, string driver) =>
        Assert.Throws<ArgumentException>(() => ContainerParameters.ReferenceTo(Network(name, driver)));

    [Theory]
    [InlineData("/etc")]
    [InlineData("../x")]
    [InlineData("")]
    public void HostConfigOf_HostPathAsVolume_IsRefused(string name)
    {
        var spec = Minimal with { Volumes = [new VolumeSpec(name, "/data", false)] };
        Assert.Throws<ArgumentException>(() => ContainerParameters.HostConfigOf(spec));
    }

    [Fact]
    public void HostConfigOf_UnknownRestartPolicy_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ContainerParameters.HostConfigOf(Minimal with { RestartPolicy = "sometimes" }));

    private static NetApi.Domain.Topology.Network Network(string name, string driver) =>
        new() { Id = "b1", Name = name, Driver = driver, Scope = "local", CreatedAt = default };
}
