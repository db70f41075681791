using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Docker.DotNet.Models;
using Network = NetApi.Domain.Topology.Network;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Builds the engine's request from a <see cref="ContainerSpec"/>. Every member of the request is set here, or never.</summary>
internal static class ContainerParameters
{
    internal const string DefaultNetwork = "bridge";

    /// <summary>The request, with the first of the networks: the others are attached afterwards.</summary>
    /// <exception cref="ArgumentException">The spec asks for a network mode or a volume that is none.</exception>
    public static CreateContainerParameters Build(ContainerSpec spec) => new()
    {
        Name = spec.Name is null ? null! : EngineIds.Check(spec.Name),
        Image = spec.Image,
        Cmd = ListOrUnset(spec.Command),
        Entrypoint = ListOrUnset(spec.Entrypoint),
        Env = [.. spec.Env.Select(e => $"{e.Key}={e.Value}")],
        Labels = spec.Labels.ToDictionary(),
        Tty = spec.Tty,
        OpenStdin = spec.OpenStdin,
        ExposedPorts = spec.Ports.Select(p => PortMapping.KeyOf(p.ContainerPort, p.Protocol)).Distinct().ToDictionary(key => key, _ => default(EmptyStruct)),
        HostConfig = HostConfigOf(spec),
        NetworkingConfig = new NetworkingConfig { EndpointsConfig = spec.Networks.Take(1).ToDictionary(a => a.Network, EndpointOf) },
        AttachStdin = false,
        AttachStdout = false,
        AttachStderr = false,
        StdinOnce = false,
    };

    /// <summary>The container's relation to the host.</summary>
    public static HostConfig HostConfigOf(ContainerSpec spec) => new()
    {
        PortBindings = BindingsOf(spec.Ports),
        RestartPolicy = new RestartPolicy { Name = RestartPolicies.KindOf(spec.RestartPolicy) },
        Memory = spec.MemoryLimitBytes ?? 0,
        Mounts = [.. spec.Volumes.Select(MountOf)],
        NetworkMode = spec.Networks is [var first, ..] ? NetworkName(first.Network) : DefaultNetwork,
        Privileged = false,
        PublishAllPorts = false,
        AutoRemove = false,
    };

    /// <summary>An attachment's settings.</summary>
    public static EndpointSettings EndpointOf(AttachmentSpec attachment) => new()
    {
        IPAMConfig = attachment is { Ipv4Address: null, Ipv6Address: null }
            ? null
            : new EndpointIPAMConfig { IPv4Address = TextOf(attachment.Ipv4Address), IPv6Address = TextOf(attachment.Ipv6Address) },
        Aliases = ListOrUnset(attachment.Aliases),
    };

    /// <summary>What to call a network in a request: its id; the default bridge alone by its name, which is a network mode too and cannot be another's.</summary>
    /// <exception cref="ArgumentException">It stands for the host's namespace or none.</exception>
    public static string ReferenceTo(Network network) => network switch
    {
        { Driver: "host" or "null" } => throw new ArgumentException($"The network '{network.Name}' gives away the host's namespace or none: no network to attach to.", nameof(network)),
        { Name: DefaultNetwork } => DefaultNetwork,
        _ => network.Id,
    };

    /// <summary>Gives the name of a network back, unless it is one of the words by which a network mode gives away the host's or another container's namespace.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public static string NetworkName(string network) => network is "host" or "none" or "default"
        ? throw new ArgumentException($"'{network}' is a network mode, not a network to attach to.", nameof(network))
        : EngineIds.Check(network);

    private static Dictionary<string, IList<PortBinding>> BindingsOf(ImmutableArray<PortSpec> ports) => ports
        .GroupBy(p => PortMapping.KeyOf(p.ContainerPort, p.Protocol))
        .ToDictionary(group => group.Key, group => (IList<PortBinding>)[.. group.Select(BindingOf)]);

    private static PortBinding BindingOf(PortSpec port) => new()
    {
        HostIP = TextOf(port.HostAddress),
        HostPort = port.HostPort == 0 ? "" : port.HostPort.ToString(CultureInfo.InvariantCulture),
    };

    private static Mount MountOf(VolumeSpec volume) => new()
    {
        Type = "volume",
        Source = EngineIds.Check(volume.Name),
        Target = volume.Target,
        ReadOnly = volume.ReadOnly,
    };

    private static string TextOf(IPAddress? address) => address?.ToString() ?? "";

    // The client library leaves null out of the request, though it declares its lists as never null; an empty list would take the image's own away.
    private static IList<string> ListOrUnset(ImmutableArray<string> items) => items.IsDefaultOrEmpty ? null! : [.. items];
}
