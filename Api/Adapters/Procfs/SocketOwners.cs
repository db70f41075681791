using System.Collections.Immutable;
using System.Globalization;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Procfs;

/// <summary>Which process holds which socket, from the links in <c>/proc/PID/fd</c>.</summary>
/// <param name="found">Holders that were found, by the socket's inode.</param>
/// <param name="isPartial">Whether descriptors could not be read, and a socket stayed without an owner for it.</param>
internal sealed class SocketOwners(IReadOnlyDictionary<ulong, SocketOwner> found, bool isPartial)
{
    // How many there are changes with every process that comes and goes, and would make another gap of the same one.
    private static readonly Gap Unreadable = new("processes", "processes-unreadable",
        "The descriptors of some processes could not be read, so some listening sockets have no owner: grant CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH.");

    /// <summary>Says that descriptors could not be read, where a socket stayed without an owner for it.</summary>
    public ImmutableArray<Gap> Gaps => isPartial ? [Unreadable] : [];

    /// <summary>Looks for the holders of <paramref name="inodes"/> among these processes, or all; of several, the one with the lowest id is kept.</summary>
    public static SocketOwners Find(IReadOnlySet<ulong> inodes, IEnumerable<int>? pids = null)
    {
        var found = new Dictionary<ulong, SocketOwner>();
        if (inodes.Count == 0)
            return new SocketOwners(found, isPartial: false);
        var hidden = false;
        foreach (var process in pids?.Order().Select(pid => new ProcessDirectory(pid)) ?? ProcessDirectory.All())
        {
            if (process.Descriptors() is not { } descriptors)
                hidden |= process.Exists;
            else
                Add(found, process, descriptors, inodes);
            if (found.Count == inodes.Count)
                break;
        }
        return new SocketOwners(found, hidden && found.Count < inodes.Count);
    }

    /// <summary>The holder of a socket; null where none was found.</summary>
    public SocketOwner? Of(ulong inode) => found.GetValueOrDefault(inode);

    private static void Add(Dictionary<ulong, SocketOwner> found, ProcessDirectory process, List<(string Number, string Target)> descriptors, IReadOnlySet<ulong> inodes)
    {
        foreach (var (number, target) in descriptors)
        {
            if (TryParseSocket(target, out var inode) && inodes.Contains(inode) && !found.ContainsKey(inode) && process.Name is { } name)
                found[inode] = new SocketOwner(process.Pid, name, number, process.ContainerId);
        }
    }

    private static bool TryParseSocket(string target, out ulong inode)
    {
        const string prefix = "socket:[";
        inode = 0;
        return target.StartsWith(prefix, StringComparison.Ordinal)
            && ulong.TryParse(target.AsSpan(prefix.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out inode);
    }
}

/// <summary>A process that holds a socket.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Descriptor">The descriptor that leads to the socket.</param>
/// <param name="ContainerId">Id of the container it runs in, as its control group names it; null where that names none.</param>
internal sealed record SocketOwner(int Pid, string Name, string Descriptor, string? ContainerId)
{
    /// <summary>Whether it still does.</summary>
    public bool Holds(ulong inode) => new ProcessDirectory(Pid).Descriptor(Descriptor) == string.Create(CultureInfo.InvariantCulture, $"socket:[{inode}]");
}
