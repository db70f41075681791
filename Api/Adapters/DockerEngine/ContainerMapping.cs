using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Docker.DotNet.Models;
using NetApi.Domain.Topology;
using Container = NetApi.Domain.Topology.Container;
using ContainerState = NetApi.Domain.Topology.ContainerState;
using NetworkAttachment = NetApi.Domain.Topology.NetworkAttachment;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Docker's answer to an inspection, in the topology's words.</summary>
internal static class ContainerMapping
{
    /// <summary>The answer to the inspection of the container with that id.</summary>
    /// <exception cref="JsonException">It is no such answer.</exception>
    public static Container ToContainer(string id, ContainerInspectResponse inspect)
    {
        if (inspect?.ID != id)
            throw new JsonException($"It is about '{inspect?.ID}'.");
        var state = StateOf(inspect.State?.Status);
        var isLive = state is ContainerState.Running or ContainerState.Paused;
        var startedAt = TimeOf(inspect.State?.StartedAt);
        return new Container
        {
            Id = id,
            Name = Required(inspect.Name, "Name").TrimStart('/'),
            Image = inspect.Config?.Image ?? inspect.Image ?? "",
            State = state,
            CreatedAt = new DateTimeOffset(inspect.Created.ToUniversalTime(), TimeSpan.Zero),
            StartedAt = startedAt,
            ExitCode = isLive || startedAt is null ? null : inspect.State?.ExitCode,
            // A container that is between two runs, or that the engine has not noticed to have ended, has 0 here.
            Pid = inspect.State is { Pid: > 0 } running ? (int)running.Pid : null,
            SandboxKey = NullIfEmpty(inspect.NetworkSettings?.SandboxKey),
            NetworkMode = inspect.HostConfig?.NetworkMode ?? "",
            Command = [.. inspect.Config?.Cmd ?? []],
            Entrypoint = [.. inspect.Config?.Entrypoint ?? []],
            Labels = Sorted(inspect.Config?.Labels),
            Tty = inspect.Config?.Tty ?? false,
            OpenStdin = inspect.Config?.OpenStdin ?? false,
            RestartPolicy = RestartPolicies.WordOf(inspect.HostConfig?.RestartPolicy?.Name),
            MemoryLimitBytes = inspect.HostConfig is { Memory: > 0 } limited ? limited.Memory : null,
            PublishedPorts = PortMapping.PortsOf(inspect, isLive),
            ExposedPorts = PortMapping.ToExposedPorts(inspect.Config?.ExposedPorts?.Keys),
            Networks = [.. (inspect.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>()).OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => AttachmentOf(n.Key, n.Value))],
        };
    }

    /// <summary>Whether a container is known as the list shows it, which is less than an inspection does: its names, state and networks.</summary>
    public static bool IsAsListed(Container? known, ContainerListResponse listed) =>
        known is not null
        && (listed.Names ?? []).Contains($"/{known.Name}")
        && known.State == StateOf(listed.State)
        && known.Networks.Select(n => n.NetworkName).SequenceEqual((listed.NetworkSettings?.Networks?.Keys ?? []).Order(StringComparer.Ordinal));

    /// <summary>What an answer of the engine always has.</summary>
    /// <exception cref="JsonException">This one does not.</exception>
    internal static string Required(string? value, string member) =>
        string.IsNullOrEmpty(value) ? throw new JsonException($"'{member}' is missing.") : value;

    internal static ImmutableSortedDictionary<string, string> Sorted(IDictionary<string, string>? pairs) =>
        (pairs ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static NetworkAttachment AttachmentOf(string network, EndpointSettings? endpoint) => new()
    {
        NetworkName = network,
        NetworkId = endpoint?.NetworkID ?? "",
        Ipv4 = AddressOf(endpoint?.IPAddress, endpoint?.IPPrefixLen),
        Ipv6 = AddressOf(endpoint?.GlobalIPv6Address, endpoint?.GlobalIPv6PrefixLen),
        Gateway = IPAddress.TryParse(endpoint?.Gateway, out var gateway) ? gateway : null,
        Mac = MacAddress.TryParse(endpoint?.MacAddress, out var mac) ? mac : null,
        Aliases = [.. (endpoint?.Aliases ?? []).Order(StringComparer.Ordinal)],
    };

    private static InterfaceAddress? AddressOf(string? address, long? prefixLength) =>
        InterfaceAddress.TryParse(string.Create(CultureInfo.InvariantCulture, $"{address}/{prefixLength}"), out var parsed) ? parsed : null;

    private static ContainerState StateOf(string? status) => status switch
    {
        "created" => ContainerState.Created,
        "running" => ContainerState.Running,
        "paused" => ContainerState.Paused,
        "restarting" => ContainerState.Restarting,
        "removing" => ContainerState.Removing,
        "exited" => ContainerState.Exited,
        "dead" => ContainerState.Dead,
        _ => ContainerState.Unknown,
    };

    // Go's zero time (0001-01-01T00:00:00Z) stands for "never".
    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year > 1
            ? time
            : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
