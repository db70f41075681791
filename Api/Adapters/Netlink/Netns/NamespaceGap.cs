using NetApi.Adapters.Netlink.Protocol;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Netns;

/// <summary>What is said where a namespace could not be read, or not in one piece.</summary>
internal static class NamespaceGap
{
    /// <summary>Names no process: others would, a moment later, make another gap of the same one.</summary>
    public static Gap ProcessesHidden { get; } = new(
        "processes",
        "process-namespaces-unreadable",
        "The network namespaces of some processes could not be read (readlink /proc/*/ns/net, run as NetApi is, shows which). Namespaces that only they are in are missing. CAP_SYS_PTRACE lets NetApi read them, and see those that /proc hides (mount option hidepid); where /host says that it is held, a security module or another user namespace refuses.");

    /// <summary>Without mounts, named namespaces and those of containers are found by their processes alone.</summary>
    public static Gap MountsHidden(string detail) => new(
        "namespace:/proc/self/mountinfo", "mounts-unreadable", $"{detail} Namespaces that no process is in may be missing.");

    /// <param name="which">Inode or identity.</param>
    /// <param name="failure">A refusal, or an answer that is malformed.</param>
    public static Gap Unreadable(string which, Exception failure) =>
        new($"namespace:{which}", "namespace-unreadable", failure is NetlinkException refusal ? $"{refusal.Message}.{Remedy(refusal)}" : failure.Message);

    public static Gap SocketsUnreadable(NetnsId id, NetlinkException failure) => new(
        $"namespace:{id}", Gap.SocketsUnreadable, $"{failure.Message}. The kernel's option INET_DIAG, or its modules tcp_diag and udp_diag, list listening sockets.");

    public static Gap Interrupted(NetnsId id) => new(
        $"namespace:{id}",
        "dump-interrupted",
        "The kernel marked every attempt to list this namespace as interrupted (NLM_F_DUMP_INTR), because it changed meanwhile: entries may be missing. The next reading tries again.");

    private static string Remedy(NetlinkException failure) => failure switch
    {
        { IsPermission: false } => "",
        { Operation: var o } when o.StartsWith("setns", StringComparison.Ordinal) => " CAP_SYS_ADMIN lets NetApi enter namespaces.",
        { Operation: var o } when o.Contains("/proc/", StringComparison.Ordinal) => " CAP_SYS_PTRACE lets NetApi open the namespaces of other users' processes.",
        _ => " CAP_DAC_READ_SEARCH, or a directory that NetApi may enter, lets it open the file.",
    };
}
