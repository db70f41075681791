using System.Net;
using NetApi.Containers;
using NetApi.Hosting.Problems;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class ContainerSpecReaderTests
{
    private static readonly CreateContainerRequest Least = new() { Image = "nginx" };

    [Fact]
    public void Read_OnlyAnImage_IsEnough()
    {
        var faults = new FaultList();
        var spec = ContainerSpecReader.Read(Least, faults);
        Assert.True(faults.IsEmpty);
        Assert.Equal(("nginx", "no", null, null), (spec.Image, spec.RestartPolicy, spec.Name, spec.MemoryLimitBytes));
        Assert.Empty(spec.Ports);
        Assert.Empty(spec.Networks);
    }

    [Fact]
    public void Read_Everything_IsKept()
    {
        var faults = new FaultList();
        var spec = ContainerSpecReader.Read(
            new CreateContainerRequest
            {
                Name = "my_web-1.x",
                Image = "registry.example:5000/team/web:1.2",
                Command = ["nginx", "-g", "daemon off;"],
                Entrypoint = ["/entry"],
                Env = new Dictionary<string, string> { ["B"] = "2=3", ["A"] = "" },
                Labels = new Dictionary<string, string> { ["com.example/x"] = "y" },
                Tty = true,
                OpenStdin = true,
                Ports = [new PortRequest { HostPort = new PortText("7000"), ContainerPort = new PortText("80"), HostIp = "192.0.2.10" }],
                Networks = [new NetworkRequest { Name = "app", Ipv4Address = "172.20.0.10", Ipv6Address = "2001:db8::10", Aliases = ["web"] }],
                Volumes = [new VolumeRequest { Name = "data", Target = "/data", ReadOnly = true }],
                RestartPolicy = "unless-stopped",
                MemoryLimitBytes = 6 * 1024 * 1024,
                Pull = "never",
            },
            faults);
        Assert.True(faults.IsEmpty);
        Assert.Equal(["A", "B"], spec.Env.Keys);
        Assert.Equal("2=3", spec.Env["B"]);
        Assert.Equal(["nginx", "-g", "daemon off;"], spec.Command);
        Assert.Equal(["/entry"], spec.Entrypoint);
        Assert.True(spec.Tty && spec.OpenStdin);
        Assert.Equal(IPAddress.Parse("192.0.2.10"), Assert.Single(spec.Ports).HostAddress);
        var network = Assert.Single(spec.Networks);
        Assert.Equal(("app", IPAddress.Parse("172.20.0.10"), IPAddress.Parse("2001:db8::10")), (network.Network, network.Ipv4Address, network.Ipv6Address));
        Assert.Equal(["web"], network.Aliases);
        Assert.Equal(("data", "/data", true), (spec.Volumes[0].Name, spec.Volumes[0].Target, spec.Volumes[0].ReadOnly));
        Assert.Equal(("unless-stopped", 6L * 1024 * 1024), (spec.RestartPolicy, spec.MemoryLimitBytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-web")]
    [InlineData("_web")]
    [InlineData("my web")]
    [InlineData("web/1")]
    [InlineData("wéb")]
    [InlineData("web\n")]
    public void Read_Name_MustBeTheEngines(string name) => Expect(Least with { Name = name }, "/name", "malformed-name");

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("Nginx", "malformed-image")]
    [InlineData("nginx:", "malformed-image")]
    [InlineData("nginx latest", "malformed-image")]
    [InlineData("https://registry.example/nginx", "malformed-image")]
    public void Read_Image_MustBeAReference(string? image, string code) => Expect(Least with { Image = image }, "/image", code);

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("A\0")]
    public void Read_NamesOfMaps_MustBeNames(string name)
    {
        Expect(Least with { Env = new Dictionary<string, string> { [name] = "x" } }, "/env", "malformed-name");
        Expect(Least with { Labels = new Dictionary<string, string> { [name] = "x" } }, "/labels", "malformed-name");
    }

    [Theory]
    [InlineData("Always")]
    [InlineData("on-failure:3")]
    [InlineData("")]
    public void Read_RestartPolicy_MustBeAWord(string policy) => Expect(Least with { RestartPolicy = policy }, "/restartPolicy", "unknown-word");

    [Theory]
    [InlineData("ifNotPresent")]
    [InlineData("")]
    public void Read_Pull_MustBeAWord(string pull) => Expect(Least with { Pull = pull }, "/pull", "unknown-word");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((6 * 1024 * 1024) - 1)]
    public void Read_Memory_MustBeWhatTheEngineTakes(long bytes) => Expect(Least with { MemoryLimitBytes = bytes }, "/memoryLimitBytes", "out-of-range");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/etc")]
    [InlineData("./data")]
    [InlineData("../data")]
    [InlineData("data:/x")]
    public void Read_VolumeName_IsNeverAHostPath(string? name) =>
        Expect(Least with { Volumes = [new VolumeRequest { Name = name, Target = "/data" }] }, "/volumes/0/name", "malformed-name");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("data")]
    [InlineData("/data/../etc")]
    [InlineData("/..")]
    public void Read_VolumeTarget_MustBeAbsolute(string? target) =>
        Expect(Least with { Volumes = [new VolumeRequest { Name = "data", Target = target }] }, "/volumes/0/target", "malformed-path");

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("host", "network-mode-not-allowed")]
    [InlineData("none", "network-mode-not-allowed")]
    [InlineData("container:web", "network-mode-not-allowed")]
    public void Read_Network_MustBeANetwork(string? name, string code) =>
        Expect(Least with { Networks = [new NetworkRequest { Name = name }] }, "/networks/0/name", code);

    [Theory]
    [InlineData("2001:db8::10")]
    [InlineData("172.20.0.256")]
    [InlineData("172.20.0.10/24")]
    [InlineData("")]
    public void Read_Ipv4Address_MustBeOne(string address) =>
        Expect(Least with { Networks = [new NetworkRequest { Name = "app", Ipv4Address = address }] }, "/networks/0/ipv4Address", "malformed-address");

    [Theory]
    [InlineData("172.20.0.10")]
    [InlineData("fe80::1%eth0")]
    public void Read_Ipv6Address_MustBeOne(string address) =>
        Expect(Least with { Networks = [new NetworkRequest { Name = "app", Ipv6Address = address }] }, "/networks/0/ipv6Address", "malformed-address");

    [Fact]
    public void Read_EmptyAlias_IsAFault() =>
        Expect(Least with { Networks = [new NetworkRequest { Name = "app", Aliases = ["web", ""] }] }, "/networks/0/aliases/1", "malformed-name");

    [Fact]
    public void Read_NetworkTwice_IsAFault() =>
        Expect(Least with { Networks = [new NetworkRequest { Name = "app" }, new NetworkRequest { Name = "app" }] }, "/networks", "network-twice");

    private static void Expect(CreateContainerRequest request, string pointer, string code)
    {
        var faults = new FaultList();
        ContainerSpecReader.Read(request, faults);
        var problem = faults.ToProblem();
        Assert.Equal(400, problem.Status);
        Assert.Equal((pointer, code), problem.Errors!.Select(f => (f.Pointer, f.Code)).Single());
    }
}
