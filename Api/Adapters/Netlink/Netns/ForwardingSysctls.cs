using System.Collections.Immutable;
using System.Text;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Reads the sysctls that decide forwarding, and who may use which port.</summary>
/// <remarks><c>net.ipv4.conf.all.forwarding</c> is <c>net.ipv4.ip_forward</c> under another name, and <c>conf.default</c> decides nothing but what new links begin with.</remarks>
internal static class ForwardingSysctls
{
    // Each value is a number or a few.
    private const int MaxBytes = 64;

    private static readonly string[] Names =
    [
        "net.bridge.bridge-nf-call-arptables",
        "net.bridge.bridge-nf-call-ip6tables",
        "net.bridge.bridge-nf-call-iptables",
        "net.ipv4.conf.all.accept_local",
        "net.ipv4.conf.all.route_localnet",
        "net.ipv4.conf.all.rp_filter",
        "net.ipv4.ip_forward",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_nonlocal_bind",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv6.conf.all.disable_ipv6",
        "net.ipv6.conf.all.forwarding",
    ];

    private static readonly byte[][] Paths = [.. Names.Select(n => Encoding.UTF8.GetBytes($"sys/{n.Replace('.', '/')}\0"))];

    // Most namespaces have the same values, and share one dictionary of them.
    private static Known? _last;

    /// <summary>Those of the calling thread's namespace.</summary>
    /// <inheritdoc cref="Read(NetnsId, NetnsProcfs)" path="/returns"/>
    public static NamespaceSysctls? Read(NetnsId id)
    {
        using var procfs = new NetnsProcfs();
        procfs.MoveOn();
        return Read(id, procfs);
    }

    /// <summary>Those of the calling thread's namespace.</summary>
    /// <returns>Without the files that the kernel does not have, or that may not be read; null where there is none, as <c>/proc</c> is not mounted.</returns>
    public static NamespaceSysctls? Read(NetnsId id, NetnsProcfs procfs)
    {
        var values = new string?[Names.Length];
        var found = 0;
        Span<byte> buffer = stackalloc byte[MaxBytes];
        for (var i = 0; i < values.Length; i++)
        {
            if (procfs.Read(Paths[i], buffer) is { IsEmpty: false } text)
            {
                values[i] = StringCache.Of(text.TrimEnd((byte)'\n'));
                found++;
            }
        }
        return found == 0 ? null : new NamespaceSysctls(id, DictionaryOf(values));
    }

    private static ImmutableSortedDictionary<string, string> DictionaryOf(string?[] values)
    {
        if (Volatile.Read(ref _last) is { } last && last.Values.AsSpan().SequenceEqual(values))
            return last.Dictionary;
        var dictionary = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
                dictionary.Add(Names[i], value);
        }
        var made = new Known(values, dictionary.ToImmutable());
        Volatile.Write(ref _last, made);
        return made.Dictionary;
    }

    private sealed record Known(string?[] Values, ImmutableSortedDictionary<string, string> Dictionary);
}
