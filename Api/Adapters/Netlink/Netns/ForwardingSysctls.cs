using System.Collections.Immutable;
using System.Text;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Reads the sysctls that decide forwarding, and who may use which port.</summary>
/// <remarks>
/// What each link has for itself comes from one netlink dump (RTM_GETNETCONF), which costs less than opening a single file of it. Those that it leaves out are
/// read as files. <c>net.ipv4.conf.all.forwarding</c> is <c>net.ipv4.ip_forward</c> under another name.
/// </remarks>
internal static class ForwardingSysctls
{
    // Each value is a number or a few.
    private const int MaxBytes = 64;

    private static readonly string[] FileNames =
    [
        "net.bridge.bridge-nf-call-arptables",
        "net.bridge.bridge-nf-call-ip6tables",
        "net.bridge.bridge-nf-call-iptables",
        "net.ipv4.conf.all.accept_local",
        "net.ipv4.conf.all.route_localnet",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_nonlocal_bind",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv6.conf.all.disable_ipv6",
    ];

    private static readonly byte[][] Files = [.. FileNames.Select(PathOf)];

    // Most namespaces have the same values, and share one dictionary of them.
    private static Known? _last;

    /// <summary>Those of the calling thread's namespace.</summary>
    /// <param name="id">That namespace.</param>
    /// <param name="procfs">Shows its files.</param>
    /// <param name="socket">A conversation with it.</param>
    /// <param name="links">Its links, which have names.</param>
    /// <returns>Without those that the kernel does not have, or that may not be read; null where no file could be, as <c>/proc</c> is not mounted.</returns>
    public static (NamespaceSysctls? Sysctls, bool IsInterrupted) Read(NetnsId id, NetnsProcfs procfs, RouteSocket socket, IReadOnlyList<RawLink> links)
    {
        var found = false;
        var values = new List<(string Name, string Value)>(FileNames.Length + LinkSysctls.MostShared);
        Span<byte> buffer = stackalloc byte[MaxBytes];
        for (var i = 0; i < Files.Length; i++)
        {
            if (Value(procfs.Read(Files[i], buffer)) is not { } value)
                continue;
            found = true;
            values.Add((FileNames[i], value));
        }
        if (!found)
            return (null, false);
        var dump = socket.DumpNetconf();
        values.AddRange(LinkSysctls.Shared(dump.Items));
        var own = LinkSysctls.Own(dump.Items, links).ToList();
        foreach (var link in links.Where(l => l.Kind is "bridge" or "physical"))
        {
            // An engine sets it on its bridges, to forward from loopback; no dump tells it.
            var name = LinkSysctls.NameOf("ipv4", link.Name, "route_localnet");
            if (Value(procfs.Read(PathOf(name), buffer)) is { } value && value != "0")
                own.Add((name, value));
        }
        var shared = DictionaryOf(values);
        return (new NamespaceSysctls(id, own.Count == 0 ? shared : shared.SetItems(own.Select(o => KeyValuePair.Create(o.Name, o.Value)))), dump.IsInterrupted);
    }

    // Dots in a link's name are slashes in a sysctl's, as sysctl(8) writes them.
    private static byte[] PathOf(string name) => Encoding.UTF8.GetBytes($"sys/{string.Create(name.Length, name, (path, from) =>
    {
        for (var i = 0; i < path.Length; i++)
            path[i] = from[i] switch { '.' => '/', '/' => '.', var other => other };
    })}\0");

    private static string? Value(ReadOnlySpan<byte> text) => text.IsEmpty ? null : StringCache.Of(text.TrimEnd((byte)'\n'));

    private static ImmutableSortedDictionary<string, string> DictionaryOf(List<(string Name, string Value)> values)
    {
        if (Volatile.Read(ref _last) is { } last && last.Values.SequenceEqual(values))
            return last.Dictionary;
        var made = new Known(values, ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, values.Select(v => KeyValuePair.Create(v.Name, v.Value))));
        Volatile.Write(ref _last, made);
        return made.Dictionary;
    }

    private sealed record Known(List<(string Name, string Value)> Values, ImmutableSortedDictionary<string, string> Dictionary);
}
