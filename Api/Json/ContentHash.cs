using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetApi.Domain.Diff;
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
    // Everything in a state but its instant, its number, this hash and what Volatile names.
    private static readonly ImmutableArray<IPart> Parts =
    [
        new Part<string>("host", s => [s.HostId]),
        new Part<NetworkNamespace>("namespace", s => s.Namespaces),
        new Part<Link>("link", s => s.Links),
        new Part<LinkAddress>("address", s => s.Addresses, Volatile.Without),
        new Part<Domain.Topology.Route>("route", s => s.Routes),
        new Part<RoutingRule>("rule", s => s.Rules),
        new Part<Neighbour>("neighbour", s => s.Neighbours, n => Volatile.Is(n) ? null : n),
        new Part<FdbEntry>("fdb", s => s.Fdb, e => Volatile.Is(e) ? null : e),
        new Part<ListeningSocket>("socket", s => s.Sockets, Volatile.Without),
        new Part<NamespaceSysctls>("sysctls", s => s.Sysctls),
        new Part<Container>("container", s => s.Containers),
        new Part<Network>("network", s => s.Networks),
        new Part<EngineSettings>("engine", s => s.Engine is { } engine ? [engine] : []),
        new Part<Gap>("gap", s => s.Gaps, Volatile.Without),
    ];

    private interface IPart
    {
        ContentHash Of(HostState state, IncrementalHash sha);

        ContentHash Delta(HostState from, HostState to, IncrementalHash sha);
    }

    /// <summary>The hash of a state, from all of it.</summary>
    public static ContentHash Of(HostState state)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return Parts.Aggregate(default(ContentHash), (sum, part) => sum + part.Of(state, sha));
    }

    /// <summary>The hash of a state, from that of another and what differs: equal to <see cref="Of"/>.</summary>
    /// <param name="hash">Hash of <paramref name="previous"/>.</param>
    /// <param name="previous">The state before.</param>
    /// <param name="next">The state.</param>
    public static ContentHash Next(ContentHash hash, HostState previous, HostState next)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return Parts.Aggregate(hash, (sum, part) => sum + part.Delta(previous, next, sha));
    }

    /// <summary>Adds each half.</summary>
    public static ContentHash operator +(ContentHash left, ContentHash right) => new(unchecked(left.High + right.High), unchecked(left.Low + right.Low));

    /// <summary>Subtracts each half.</summary>
    public static ContentHash operator -(ContentHash left, ContentHash right) => new(unchecked(left.High - right.High), unchecked(left.Low - right.Low));

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x32}{Low:x32}");

    private static ContentHash FromDigest(ReadOnlySpan<byte> digest) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));

    /// <summary>One list of a state.</summary>
    /// <param name="name">Its name, so that equal bytes of two lists are told apart.</param>
    /// <param name="list">The list.</param>
    /// <param name="kept">What of an item counts; null where nothing does.</param>
    private sealed class Part<T>(string name, Func<HostState, ImmutableArray<T>> list, Func<T, T?>? kept = null) : IPart
        where T : class
    {
        private readonly byte[] _name = Encoding.UTF8.GetBytes($"{name}\n");

        public ContentHash Of(HostState state, IncrementalHash sha) => Sum(list(state), sha);

        public ContentHash Delta(HostState from, HostState to, IncrementalHash sha)
        {
            var delta = ListDelta.Between(list(from), list(to));
            return delta.IsEmpty ? default : Sum(delta.Added, sha) - Sum(delta.Removed, sha);
        }

        private ContentHash Sum(IEnumerable<T> items, IncrementalHash sha)
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            var sum = default(ContentHash);
            foreach (var item in items)
            {
                if ((kept is null ? item : kept(item)) is not { } counted)
                    continue;
                sha.AppendData(_name);
                sha.AppendData(HostStateJson.SerializeEntity(counted));
                sha.GetHashAndReset(digest);
                sum += FromDigest(digest);
            }
            return sum;
        }
    }
}
