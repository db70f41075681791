using System.Collections.Immutable;
using System.Text;
using NetApi.Adapters.Netlink.Interop;
using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>Reads the sysctls that decide forwarding. <c>/proc/sys/net</c> shows those of the thread that opens its files.</summary>
internal static class ForwardingSysctls
{
    // Each value is a number or a few.
    private const int MaxBytes = 64;

    private static readonly string[] Names =
    [
        "net.bridge.bridge-nf-call-arptables",
        "net.bridge.bridge-nf-call-ip6tables",
        "net.bridge.bridge-nf-call-iptables",
        .. from link in (string[])["all", "default"]
        from name in (string[])["accept_local", "forwarding", "route_localnet", "rp_filter"]
        select $"net.ipv4.conf.{link}.{name}",
        "net.ipv4.ip_forward",
        "net.ipv4.ip_nonlocal_bind",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv6.conf.all.disable_ipv6",
        "net.ipv6.conf.all.forwarding",
        "net.ipv6.conf.default.forwarding",
    ];

    private static readonly byte[][] Paths = [.. Names.Select(n => Encoding.UTF8.GetBytes($"/proc/sys/{n.Replace('.', '/')}\0"))];

    // Most namespaces have the same values, and share one dictionary of them.
    private static Known? _last;

    /// <summary>Those of the calling thread's namespace. Files that the kernel does not have, or that may not be read, are left out.</summary>
    /// <returns>Null where there is none: <c>/proc</c> is not mounted.</returns>
    public static NamespaceSysctls? Read(NetnsId id)
    {
        var values = new string?[Names.Length];
        var found = 0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadFile(Paths[i]);
            found += values[i] is null ? 0 : 1;
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

    private static string? ReadFile(byte[] path)
    {
        var fd = Libc.open(path, LinuxFile.O_RDONLY | LinuxFile.O_CLOEXEC);
        if (fd < 0)
            return null;
        Span<byte> buffer = stackalloc byte[MaxBytes];
        var length = Libc.read(fd, buffer, MaxBytes);
        Libc.close(fd);
        return length > 0 ? StringCache.Of(buffer[..(int)length].TrimEnd((byte)'\n')) : null;
    }

    private sealed record Known(string?[] Values, ImmutableSortedDictionary<string, string> Dictionary);
}
