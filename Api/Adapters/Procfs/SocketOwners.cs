using System.Collections.Immutable;
using System.Globalization;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Procfs;

/// <summary>Which process holds which socket, from the links in <c>/proc/PID/fd</c>.</summary>
internal sealed class SocketOwners
{
    private readonly Dictionary<ulong, SocketOwner> _owners = [];

    private SocketOwners()
    {
    }

    /// <summary>Says whose descriptors could not be read, where a socket stayed without an owner for it.</summary>
    public ImmutableArray<Gap> Gaps { get; private set; } = [];

    /// <summary>Looks for the holders of <paramref name="inodes"/>; of several, the one with the lowest id is kept.</summary>
    public static SocketOwners Find(HashSet<ulong> inodes)
    {
        var found = new SocketOwners();
        if (inodes.Count == 0)
            return found;
        var hidden = false;
        foreach (var process in ProcessDirectory.All())
        {
            if (process.Descriptors() is not { } descriptors)
                hidden |= process.Exists;
            else
                found.Add(process, descriptors, inodes);
        }
        if (hidden && inodes.Any(i => !found._owners.ContainsKey(i)))
            found.Gaps = [Unreadable];
        return found;
    }

    /// <summary>The holder of a socket; null where none was found.</summary>
    public SocketOwner? Of(ulong inode) => _owners.GetValueOrDefault(inode);

    private void Add(ProcessDirectory process, List<string> descriptors, HashSet<ulong> inodes)
    {
        foreach (var descriptor in descriptors)
            if (TryParseSocket(descriptor, out var inode) && inodes.Contains(inode) && !_owners.ContainsKey(inode) && process.Name is { } name)
                _owners[inode] = new SocketOwner(process.Pid, name);
    }

    private static bool TryParseSocket(string target, out ulong inode)
    {
        const string prefix = "socket:[";
        inode = 0;
        return target.StartsWith(prefix, StringComparison.Ordinal)
            && ulong.TryParse(target.AsSpan(prefix.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out inode);
    }

    // How many there are changes with every process that comes and goes, and would make another gap of the same one.
    private static Gap Unreadable { get; } = new("processes", "processes-unreadable",
        "The descriptors of some processes could not be read, so some listening sockets have no owner: grant CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH.");
}

/// <summary>A process that holds a socket.</summary>
internal sealed record SocketOwner(int Pid, string Name);
