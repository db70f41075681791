using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace NetApi.Domain.Topology;

/// <summary>Host ports that can be published, and why those between them cannot.</summary>
/// <param name="Free">Free ports, ascending.</param>
/// <param name="Held">Who holds, or may hold, the ports that were passed over, by port.</param>
/// <param name="LastScanned">The last port that was looked at.</param>
/// <param name="Ephemeral">Those of <paramref name="Free"/> that the kernel may give to an outgoing connection at any time.</param>
public sealed record FreePorts(ImmutableArray<int> Free, ImmutableArray<HeldPort> Held, int LastScanned, ImmutableArray<int> Ephemeral)
{
    /// <summary>The highest port.</summary>
    public const int MaxPort = 65_535;

    private const string RangeSysctl = "net.ipv4.ip_local_port_range";

    /// <summary>The first <paramref name="count"/> free ports from <paramref name="from"/> on; fewer where the ports end.</summary>
    /// <param name="state">The host.</param>
    /// <param name="table">Its port table.</param>
    /// <param name="protocol">Transport.</param>
    /// <param name="from">1 to 65535.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="address">Host address to publish on; null for all of both families.</param>
    public static FreePorts Find(HostState state, PortTable table, TransportProtocol protocol, int from, int count, IPAddress? address)
    {
        var free = ImmutableArray.CreateBuilder<int>(count);
        var held = ImmutableArray.CreateBuilder<HeldPort>();
        var port = from;
        for (; port <= MaxPort && free.Count < count; port++)
        {
            var holders = table.Holders(protocol, port, address).ToList();
            if (holders.Count == 0)
                free.Add(port);
            held.AddRange(holders);
        }
        var range = EphemeralRange(state);
        return new FreePorts(free.ToImmutable(), held.ToImmutable(), port - 1, [.. free.Where(p => range is var (first, last) && p >= first && p <= last)]);
    }

    private static (int First, int Last)? EphemeralRange(HostState state)
    {
        var text = (state.HostNamespace is { } host ? HostIndex.Of(state).SysctlsOf(host.Id) : null)?.GetValueOrDefault(RangeSysctl);
        return text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, var last]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            ? (low, high)
            : null;
    }
}
