using System.Globalization;

namespace NetApi.Domain.Topology;

/// <summary>The identity of a network namespace: boot id and cookie (<c>SO_NETNS_COOKIE</c>), unique for all time on one host.</summary>
/// <remarks>
/// An inode is used again after its namespace died, and the kernel's netns ids (<c>NETNSA_NSID</c>) differ from observer to observer,
/// so neither is a key. Where the kernel is older than 5.14 and gives no cookie, the inode stands in, marked with an <c>i</c>.
/// </remarks>
/// <param name="Value">Eight hexadecimal digits of the boot id, a dash, the cookie or <c>i</c> and the inode.</param>
public readonly record struct NetnsId(string Value)
{
    /// <summary>Builds the id from <c>/proc/sys/kernel/random/boot_id</c> and the namespace's cookie.</summary>
    public static NetnsId FromCookie(Guid bootId, ulong cookie) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Boot(bootId)}-{cookie}"));

    /// <summary>Builds the id where the kernel has no cookies, from the inode of the namespace's file.</summary>
    public static NetnsId FromInode(Guid bootId, ulong inode) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Boot(bootId)}-i{inode}"));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Boot(Guid bootId) => bootId.ToString("N", CultureInfo.InvariantCulture)[..8];
}
