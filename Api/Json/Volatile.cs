using NetApi.Domain.Topology;

namespace NetApi.Json;

/// <summary>What a state shows and history does not keep: timers, learned neighbours and forwarding entries, inodes and process ids of sockets, the words of gaps. It makes no revision.</summary>
public static class Volatile
{
    /// <summary>Whether the entry was learned, and will be forgotten by a timer.</summary>
    public static bool Is(Neighbour neighbour) => neighbour.State != NeighbourState.Permanent && !neighbour.IsProxy;

    /// <summary>Whether the entry was learned, or is a group that the link itself joined: those follow its addresses, and no event tells of them.</summary>
    public static bool Is(FdbEntry entry) => entry.IsLearned || (entry.BridgeIndex is null && entry.Mac.IsGroup);

    /// <summary>The address without its timers.</summary>
    public static LinkAddress Without(LinkAddress address) =>
        address is { ValidUntil: null, PreferredUntil: null } ? address : address with { ValidUntil = null, PreferredUntil = null };

    /// <summary>The socket without what is new with each start of the program that holds it, such as NetApi itself.</summary>
    public static ListeningSocket Without(ListeningSocket socket) => socket is { Inode: 0, Pid: null } ? socket : socket with { Inode = 0, Pid = null };

    /// <summary>The gap without its words: those of the kernel and of the engine may name what they were asked for last, while the same stays hidden.</summary>
    public static Gap Without(Gap gap) => gap.Detail.Length == 0 ? gap : gap with { Detail = "" };

    /// <summary>The state without all of it but the words of gaps, which are kept with it.</summary>
    public static HostState Without(HostState state) => state with
    {
        Addresses = [.. state.Addresses.Select(Without)],
        Neighbours = [.. state.Neighbours.Where(n => !Is(n))],
        Fdb = [.. state.Fdb.Where(e => !Is(e))],
        Sockets = [.. state.Sockets.Select(Without)],
    };
}
