using NetApi.Domain.Topology;

namespace NetApi.Topology;

/// <summary>Examples for the OpenAPI document: one container on Docker's default bridge.</summary>
internal static class TopologyExamples
{
    public static readonly NamespaceRef HostNamespace = new(new NetnsId("6f1c2a9b-1"), NetnsKind.Host, "host");
    public static readonly NamespaceRef ContainerNamespace = new(new NetnsId("6f1c2a9b-4097"), NetnsKind.Container, "myweb");
    public static readonly ContainerRef Web = new("2d1f0c6f2c1e7f0f8b6c7c2f4a54f5f8a3b3f9ad8c0a4ddc4b8b1a0a9f1e6c55", "myweb");
    private static readonly InterfaceAddress Eth0 = InterfaceAddress.Parse("172.17.0.7/16");

    public static readonly BridgeResource Bridge = new(
        "docker0",
        3,
        HostNamespace,
        MacAddress.Parse("02:42:5e:0f:11:22"),
        1500,
        LinkState.Up,
        [InterfaceAddress.Parse("172.17.0.1/16")],
        new NetworkRef("8c3f0e5b9a1d4b7c8d2e6f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c", "bridge"),
        [new BridgePortResource("veth8d73f3e", 13, BridgePortState.Forwarding, Web, new BridgePortSettings { Learning = true, UnicastFlood = true, Cost = 2, Priority = 32 })],
        new BridgeSettings { DefaultPvid = 1, MulticastSnooping = true, AgeingSeconds = 300, ForwardDelaySeconds = 15 });

    public static readonly VethPairResource VethPair = new(
        VethVerdict.Confirmed,
        [
            new VethEndResource(HostNamespace, "veth8d73f3e", 13, MacAddress.Parse("ba:e2:11:f3:10:07"), 1500, LinkState.Up, "docker0", [], null),
            new VethEndResource(ContainerNamespace, "eth0", 12, MacAddress.Parse("02:42:ac:11:00:07"), 1500, LinkState.Up, null, [Eth0], Web),
        ]);

    public static readonly NamespaceResource Namespace = new(
        ContainerNamespace.Id,
        NetnsKind.Container,
        "myweb",
        4026532281,
        4097,
        [Web],
        ["/run/docker/netns/3f2a1b0c9d8e"],
        [new NamespaceLink("eth0", 12, "veth", MacAddress.Parse("02:42:ac:11:00:07"), 1500, LinkState.Up, null, [Eth0])],
        ["myweb"],
        new SortedDictionary<string, string>(StringComparer.Ordinal) { ["net.ipv4.ip_forward"] = "1" },
        null);
}
