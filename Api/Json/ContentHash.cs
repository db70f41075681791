using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using NetApi.Domain.Topology;

namespace NetApi.Json;

/// <summary>Hash of all that a state says of the network: the same whenever, however and in whatever order the same network was read.</summary>
/// <remarks>
/// The sum of the SHA-256 digests of everything in the state, each over the name of its list and its canonical bytes
/// (<see cref="HostStateJson.SerializeEntity"/>), in two halves of 128 bits that wrap around. A sum does not know any order, and what was
/// taken out can be subtracted: the hash of the next state costs no more than what differs. It tells networks apart; it is no signature.
/// </remarks>
/// <param name="High">The upper half.</param>
/// <param name="Low">The lower half.</param>
public readonly record struct ContentHash(UInt128 High, UInt128 Low)
{
    /// <summary>The hash of a state, from all of it.</summary>
    public static ContentHash Of(HostState state)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return StateLists.All.Aggregate(OfHost(state.HostId, sha), (sum, list) => sum + Sum(list, list.ItemsOf(state), sha));
    }

    /// <summary>The hash of a state, from that of another and what differs: equal to <see cref="Of"/>.</summary>
    /// <param name="hash">Hash of <paramref name="previous"/>.</param>
    /// <param name="previous">The state before.</param>
    /// <param name="next">The state.</param>
    public static ContentHash Next(ContentHash hash, HostState previous, HostState next)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return StateLists.All.Aggregate(hash - OfHost(previous.HostId, sha) + OfHost(next.HostId, sha), (sum, list) => sum + Delta(list, previous, next, sha));
    }

    /// <summary>What the id of a host adds to the hash of its states.</summary>
    internal static ContentHash OfHost(string hostId, IncrementalHash sha) => Digest("host\n"u8, HostStateJson.SerializeEntity(hostId), sha);

    /// <summary>What an item adds to the hash of a state that has it, from the canonical bytes of what counts of it.</summary>
    internal static ContentHash OfItem(StateList list, ReadOnlySpan<byte> counted, IncrementalHash sha) => Digest(list.HashPrefix.Span, counted, sha);

    /// <summary>Adds each half.</summary>
    public static ContentHash operator +(ContentHash left, ContentHash right) => new(unchecked(left.High + right.High), unchecked(left.Low + right.Low));

    /// <summary>Subtracts each half.</summary>
    public static ContentHash operator -(ContentHash left, ContentHash right) => new(unchecked(left.High - right.High), unchecked(left.Low - right.Low));

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x32}{Low:x32}");

    private static ContentHash FromDigest(ReadOnlySpan<byte> digest) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));

    private static ContentHash Delta(StateList list, HostState from, HostState to, IncrementalHash sha)
    {
        var (removed, added) = list.Delta(from, to);
        return removed.Count + added.Count == 0 ? default : Sum(list, added, sha) - Sum(list, removed, sha);
    }

    private static ContentHash Sum(StateList list, IEnumerable<object> items, IncrementalHash sha)
    {
        var sum = default(ContentHash);
        foreach (var item in items)
        {
            if (list.Counted(item) is { } counted)
                sum += OfItem(list, HostStateJson.SerializeEntity(counted), sha);
        }
        return sum;
    }

    private static ContentHash Digest(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, IncrementalHash sha)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        sha.AppendData(prefix);
        sha.AppendData(body);
        sha.GetHashAndReset(digest);
        return FromDigest(digest);
    }
}
