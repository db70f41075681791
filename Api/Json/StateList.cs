using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;

namespace NetApi.Json;

/// <summary>Tells an item of a state from others that say something else, or stand in another namespace.</summary>
/// <param name="Hash">Hash of its body.</param>
/// <param name="Netns">The namespace it is in; null for lists that belong to none.</param>
public readonly record struct ItemKey(UInt128 Hash, NetnsId? Netns);

/// <summary>One list of a state, as its content hash and the history see it: what counts of its items, and in what form they are kept.</summary>
public abstract class StateList
{
    private protected StateList(int code, string name)
    {
        (Code, Name) = (code, name);
        HashPrefix = Encoding.UTF8.GetBytes($"{name}\n");
    }

    /// <summary>Its number in the database. Never used again for another list.</summary>
    public int Code { get; }

    /// <summary>Its name: <c>link</c>, <c>container</c> …</summary>
    public string Name { get; }

    /// <summary>What is hashed before an item, so that equal bytes of two lists are told apart.</summary>
    internal ReadOnlyMemory<byte> HashPrefix { get; }

    /// <summary>Its items.</summary>
    public abstract IReadOnlyCollection<object> ItemsOf(HostState state);

    /// <summary>The items that only one of two states has.</summary>
    public abstract (IReadOnlyList<object> Removed, IReadOnlyList<object> Added) Delta(HostState from, HostState to);

    /// <summary>What counts of an item; null where nothing does (<see cref="Volatile"/>).</summary>
    public abstract object? Counted(object item);

    /// <summary>Whether all of an item is kept that counts: a gap's words make no revision, but tell why.</summary>
    public abstract bool KeepsAll { get; }

    /// <summary>What is kept of an item that counts.</summary>
    public abstract object Kept(object item);

    /// <summary>The namespace that an item is in; null for lists that belong to none.</summary>
    public abstract NetnsId? NetnsOf(object item);

    /// <summary>Tells an item from all others of any list, by what counts of it; null where nothing does.</summary>
    public ItemKey? KeyOf(object item) => Counted(item) is { } counted ? new ItemKey(HashOf(BodyOf(counted)), NetnsOf(counted)) : null;

    /// <summary>The hash that a body is kept by: the first half of the SHA-256 of the list's number, a line break and the body.</summary>
    public UInt128 HashOf(ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Code}\n")));
        sha.AppendData(body);
        sha.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>The canonical bytes of an item, without the namespace it is in: most namespaces hold the same loopback, rules and sysctls.</summary>
    public abstract byte[] BodyOf(object item);

    /// <summary>Reads what <see cref="BodyOf"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">The bytes are no such item.</exception>
    public abstract object Read(ReadOnlySpan<byte> body);

    /// <summary>The item in that namespace; itself where the list belongs to none.</summary>
    public abstract object PutInto(object item, NetnsId? netns);

    /// <summary>The order of the list's items. It does not tell all of them apart.</summary>
    public abstract IComparer<object> Order { get; }

    /// <summary>The state with these items instead of its own.</summary>
    public abstract HostState With(HostState state, IEnumerable<object> items);

    /// <summary>The state with the list of another one; the same list, where nothing is left out and nothing put in.</summary>
    /// <param name="state">The state.</param>
    /// <param name="other">The other one, whose items are in the order of the list.</param>
    /// <param name="left">Whether the item at that place is left out; null where none is.</param>
    /// <param name="more">What is put in.</param>
    public abstract HostState With(HostState state, HostState other, Func<int, bool>? left, IReadOnlyCollection<object> more);
}

/// <summary>How items of one type stand in a state.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
/// <param name="code">Number in the database.</param>
/// <param name="name">Name.</param>
/// <param name="get">The list of a state.</param>
/// <param name="set">The state with another list.</param>
/// <param name="order">The order of the list; null where it has none.</param>
/// <param name="netns">The namespace of an item, and the item in another; null for lists that belong to none.</param>
/// <param name="counted">What counts of an item; all of it where null.</param>
/// <param name="keepsAll">Whether all of an item is kept that counts.</param>
internal sealed class StateList<T>(
    int code,
    string name,
    Func<HostState, ImmutableArray<T>> get,
    Func<HostState, ImmutableArray<T>, HostState> set,
    Comparison<T>? order = null,
    (Func<T, NetnsId> Of, Func<T, NetnsId, T> With)? netns = null,
    Func<T, T?>? counted = null,
    bool keepsAll = false)
    : StateList(code, name)
    where T : class
{
    private static readonly NetnsId Nowhere = new("");

    public override IReadOnlyCollection<object> ItemsOf(HostState state) => get(state).CastArray<object>();

    public override (IReadOnlyList<object> Removed, IReadOnlyList<object> Added) Delta(HostState from, HostState to)
    {
        var delta = ListDelta.Between(get(from), get(to));
        return (delta.Removed, delta.Added);
    }

    public override object? Counted(object item) => counted is null ? item : counted((T)item);

    public override bool KeepsAll => keepsAll;

    public override object Kept(object item) => keepsAll ? item : Counted(item) ?? throw new ArgumentException($"Nothing of the {Name} counts.", nameof(item));

    public override NetnsId? NetnsOf(object item) => netns?.Of((T)item);

    public override byte[] BodyOf(object item) => HostStateJson.SerializeEntity(netns is { With: var put } ? put((T)item, Nowhere) : (T)item);

    public override object Read(ReadOnlySpan<byte> body) => HostStateJson.DeserializeEntity<T>(body);

    public override object PutInto(object item, NetnsId? id) => netns is { With: var put } ? put((T)item, id ?? throw new ArgumentNullException(nameof(id), $"A {Name} is in a namespace.")) : item;

    public override HostState With(HostState state, IEnumerable<object> items) => set(state, [.. items.Cast<T>()]);

    public override IComparer<object> Order { get; } = Comparer<object>.Create((a, b) => order is null ? 0 : order((T)a, (T)b));

    public override HostState With(HostState state, HostState other, Func<int, bool>? left, IReadOnlyCollection<object> more)
    {
        var items = get(other);
        if (left is null && more.Count == 0)
            return set(state, items);
        var merged = ImmutableArray.CreateBuilder<T>(items.Length + more.Count);
        var next = new Queue<object>(more.Order(Order));
        for (var i = 0; i < items.Length; i++)
        {
            if (left?.Invoke(i) == true)
                continue;
            while (next.TryPeek(out var first) && Order.Compare(first, items[i]) < 0)
                merged.Add((T)next.Dequeue());
            merged.Add(items[i]);
        }
        merged.AddRange(next.Cast<T>());
        return set(state, merged.DrainToImmutable());
    }
}
