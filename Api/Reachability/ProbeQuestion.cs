using System.Globalization;
using System.Net;
using NetApi.Containers;
using NetApi.Domain.Reachability;
using NetApi.Hosting.Problems;

namespace NetApi.Reachability;

/// <summary>A request without faults of its own; whether it fits the host is not looked at yet.</summary>
/// <param name="Kind">Where the probe starts.</param>
/// <param name="VantageContainer">What names the container it starts in; null for other kinds.</param>
/// <param name="Address">Address it goes to; null where <paramref name="Container"/> names it.</param>
/// <param name="Container">What names the container it goes to.</param>
/// <param name="Network">The network whose address of that container is meant; null for any.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Timeout">1 ms to 10 s.</param>
internal sealed record ProbeQuestion(
    VantageKind Kind, string? VantageContainer, IPAddress? Address, string? Container, string? Network, int Port, ProbeProtocol Protocol, TimeSpan Timeout)
{
    public const int DefaultTimeoutMs = 1_000;
    public const int MaxTimeoutMs = 10_000;

    /// <summary>Whether the engine must be known to answer.</summary>
    public bool NamesContainer => VantageContainer is not null || Container is not null;

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidRequestException">It has faults; all of them are in the exception.</exception>
    public static ProbeQuestion Of(ProbeRequest request)
    {
        var faults = new List<Fault>();
        var kind = ReadKind(request.Vantage, faults);
        var destination = request.Destination ?? new ProbeDestinationRequest();
        var address = ReadTarget(destination, kind, faults);
        if (destination.Port is not (> 0 and <= PortText.MaxPort))
            faults.Add(new("/destination/port", "out-of-range", $"port is {destination.Port?.ToString(CultureInfo.InvariantCulture) ?? "missing"}; give 1 to {PortText.MaxPort}."));
        var protocol = ReadWord<ProbeProtocol>(destination.Protocol ?? "tcp", "/destination/protocol", faults);
        var timeoutMs = request.TimeoutMs ?? DefaultTimeoutMs;
        if (timeoutMs is < 1 or > MaxTimeoutMs)
            faults.Add(new("/timeoutMs", "out-of-range", $"timeoutMs is {timeoutMs}; give 1 to {MaxTimeoutMs}."));
        return faults.Count == 0
            ? new ProbeQuestion(kind!.Value, request.Vantage!.Container, address, destination.Container, destination.Network, destination.Port!.Value, protocol!.Value, TimeSpan.FromMilliseconds(timeoutMs))
            : throw new InvalidRequestException(faults);
    }

    private static VantageKind? ReadKind(VantageRequest? vantage, List<Fault> faults)
    {
        if (vantage?.Kind is null)
        {
            faults.Add(new("/vantage/kind", "missing", "vantage.kind is missing; give host, container or outside."));
            return null;
        }
        var kind = ReadWord<VantageKind>(vantage.Kind, "/vantage/kind", faults);
        if (kind == VantageKind.Container && string.IsNullOrEmpty(vantage.Container))
            faults.Add(new("/vantage/container", "missing", "A vantage of kind container needs container: an id or a name."));
        if (kind is VantageKind.Host or VantageKind.Outside && vantage.Container is not null)
            faults.Add(new("/vantage/container", "not-allowed", $"container goes with kind container alone; with {vantage.Kind} leave it out."));
        return kind;
    }

    private static IPAddress? ReadTarget(ProbeDestinationRequest destination, VantageKind? kind, List<Fault> faults)
    {
        if (destination.Address is null == destination.Container is null)
            faults.Add(new("/destination", destination.Address is null ? "missing" : "not-allowed", "Give either destination.address or destination.container."));
        if (destination.Container is "")
            faults.Add(new("/destination/container", "missing", "container is empty; give an id or a name."));
        if (destination.Network is not null && destination.Container is null)
            faults.Add(new("/destination/network", "not-allowed", "network says which address of destination.container is meant; without a container leave it out."));
        if (destination.Address is null)
            return null;
        if (!HostAddress.TryParse(destination.Address, out var parsed))
        {
            faults.Add(new("/destination/address", "malformed-address", $"'{destination.Address}' is no IP address such as 172.17.0.7 or 2001:db8::7."));
            return null;
        }
        var address = ProbeDestinations.Canonical(parsed);
        if (address.IsIPv6LinkLocal)
            faults.Add(new("/destination/address", "link-local", $"{address} means something on one link only; give another address of the destination."));
        if (kind == VantageKind.Outside && IPAddress.IsLoopback(address))
            faults.Add(new("/destination/address", "loopback-from-outside", $"{address} would be the outside vantage itself; give an address of the host."));
        return address;
    }

    private static T? ReadWord<T>(string text, string pointer, List<Fault> faults)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(v => v.ToString().ToLowerInvariant(), StringComparer.Ordinal);
        if (words.TryGetValue(text, out var value))
            return value;
        faults.Add(new(pointer, "unknown-word", $"'{text}' is none of {string.Join(", ", words.Keys)}."));
        return null;
    }
}
