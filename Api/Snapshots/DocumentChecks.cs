using System.Globalization;
using System.Text.RegularExpressions;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Json;

namespace NetApi.Snapshots;

/// <summary>Whether a document holds together: what answers and diffs rely on of a state, as kernel and engine give it to them.</summary>
internal static partial class DocumentChecks
{
    private const int MaxFaults = 20;
    private const int MaxHostNameLength = 255;

    // From 0 on: it stands for a host port that the engine will choose, the engine keeps a port that was declared as 0, and the kernel may show a socket that it is just giving one.
    private const int MaxPort = 65_535;

    // The clocks of two hosts differ; times before NetApi are nobody's.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Adds every fault found, up to a number.</summary>
    /// <param name="document">The document.</param>
    /// <param name="own">The same with the hashes that its state has (<see cref="SnapshotDocumentJson.Seal"/>).</param>
    /// <param name="now">The present.</param>
    /// <param name="faults">Where they are told.</param>
    public static void Check(SnapshotDocument document, SnapshotDocument own, DateTimeOffset now, FaultList faults)
    {
        CreateSnapshotRequest.CheckTexts(faults, document.Label, document.Reason);
        foreach (var (pointer, code, detail) in OfDocument(document, now).Concat(OfHashes(document, own)).Concat(OfState(document.State)).Take(MaxFaults))
            faults.Add(pointer, code, detail);
    }

    private static IEnumerable<Fault> OfDocument(SnapshotDocument document, DateTimeOffset now)
    {
        if (!Guid.TryParseExact(document.Host.Id, "D", out var id) || id.ToString() != document.Host.Id)
            yield return new Fault("/host/id", "malformed-id", "The id of a host is a UUID in lower case.");
        if (document.Host.Name is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > MaxHostNameLength))
            yield return new Fault("/host/name", "malformed-name", $"name has {name.Length} characters; give 1 to {MaxHostNameLength}, or leave it out.");
        if (document.TakenAt < Earliest || document.TakenAt > now + MaxAhead)
            yield return new Fault("/takenAt", "out-of-range", $"takenAt lies before {Earliest:yyyy-MM-dd}, or more than a day ahead.");
    }

    private static IEnumerable<Fault> OfHashes(SnapshotDocument document, SnapshotDocument own)
    {
        if (own.StateSha256 != document.StateSha256)
            yield return new Fault("/stateSha256", "hash-mismatch", "The state is not the one that this is the SHA-256 of: the document was changed or damaged. Export it again.");
        if (own.ContentHash != document.ContentHash)
            yield return new Fault("/contentHash", "hash-mismatch", "The state is not the one that this is the hash of: the document was changed or damaged. Export it again.");
    }

    private static IEnumerable<Fault> OfState(HostState state)
    {
        var known = state.Namespaces.Select(n => n.Id).ToHashSet();
        return Twice(state.Namespaces, "namespaces", "id", n => n.Id)
            .Concat(Twice(state.Namespaces.Where(n => n.Kind == NetnsKind.Host), "namespaces", "kind", n => n.Kind))
            .Concat(Twice(state.Namespaces.SelectMany(n => n.ContainerIds), "namespaces", "containerIds", id => id))
            .Concat(Twice(state.Links, "links", "index", l => (l.Namespace, l.Index)))
            .Concat(Twice(state.Links, "links", "name", l => (l.Namespace, l.Name)))
            .Concat(Twice(state.Sysctls, "sysctls", "namespace", s => s.Namespace))
            .Concat(Twice(state.Containers, "containers", "id", c => c.Id))
            .Concat(Twice(state.Containers, "containers", "name", c => c.Name))
            .Concat(Twice(state.Networks, "networks", "id", n => n.Id))
            .Concat(Unfit(state.Namespaces, "namespaces", "id", "malformed-id", n => n.Id.Value.Length is > 0 and <= 64, "The id of a namespace has 1 to 64 characters."))
            .Concat(Unfit(state.Namespaces, "namespaces", "name", "malformed-name", n => n.Name.Length > 0, "A namespace has a name."))
            .Concat(Unfit(state.Links, "links", "name", "malformed-name", l => LinkName().IsMatch(l.Name), "A link's name has 1 to 15 bytes, none of them white space, / or :."))
            .Concat(Unfit(state.Links, "links", "index", "out-of-range", l => l.Index > 0, "An ifindex is 1 or more."))
            .Concat(Unfit(state.Containers, "containers", "id", "malformed-id", c => EngineId().IsMatch(c.Id), "An id of the engine has 12 to 64 lower-case letters and digits."))
            .Concat(Unfit(state.Containers, "containers", "name", "malformed-name", c => ContainerName().IsMatch(c.Name), "A container's name has letters, digits, and _ . - after the first of them."))
            .Concat(Unfit(state.Networks, "networks", "id", "malformed-id", n => EngineId().IsMatch(n.Id), "An id of the engine has 12 to 64 lower-case letters and digits."))
            .Concat(Unfit(state.Networks, "networks", "name", "malformed-name", n => n.Name.Length > 0, "A network has a name."))
            .Concat(state.Containers.Index().SelectMany(c => UnfitPorts(c.Item, $"containers/{c.Index}")))
            .Concat(UnfitPorts(state.Sockets, "sockets", "port", s => s.Port))
            .Concat(StateLists.All.SelectMany(list => Unplaced(list, state, known)));
    }

    private static IEnumerable<Fault> UnfitPorts(Container container, string place) =>
        UnfitPorts(container.PublishedPorts, $"{place}/publishedPorts", "hostPort", p => p.HostPort)
            .Concat(UnfitPorts(container.PublishedPorts, $"{place}/publishedPorts", "containerPort", p => p.ContainerPort))
            .Concat(UnfitPorts(container.ExposedPorts, $"{place}/exposedPorts", "port", p => p.Port));

    private static IEnumerable<Fault> UnfitPorts<T>(IEnumerable<T> items, string list, string member, Func<T, int> port) =>
        Unfit(items, list, member, "out-of-range", item => port(item) is >= 0 and <= MaxPort, $"A port is 0 to {MaxPort}.");

    private static IEnumerable<Fault> Twice<T, TKey>(IEnumerable<T> items, string list, string member, Func<T, TKey> key)
    {
        var seen = new HashSet<TKey>();
        return items.Where(item => !seen.Add(key(item)))
            .Select(item => new Fault($"/state/{list}", "duplicate", $"Two of them have the same {member}: {InWords(key(item))}."));
    }

    private static IEnumerable<Fault> Unfit<T>(IEnumerable<T> items, string list, string member, string code, Func<T, bool> fits, string rule) =>
        items.Index().Where(i => !fits(i.Item)).Select(i => new Fault(Pointer(list, i.Index, member), code, rule));

    private static IEnumerable<Fault> Unplaced(StateList list, HostState state, HashSet<NetnsId> known) =>
        list.ItemsOf(state).Index().Where(i => list.NetnsOf(i.Item) is { } id && !known.Contains(id))
            .Select(i => new Fault(Pointer(NameOf(list), i.Index, "namespace"), "unknown-namespace", "The state has no namespace with this id."));

    // A list of the history is called by what it has, one of a document by all of them.
    private static string NameOf(StateList list) => list.Name switch
    {
        "address" => "addresses",
        "fdb" or "sysctls" => list.Name,
        var name => $"{name}s",
    };

    private static string Pointer(string list, int index, string member) => string.Create(CultureInfo.InvariantCulture, $"/state/{list}/{index}/{member}");

    private static string InWords(object? key) => key switch
    {
        ValueTuple<NetnsId, int>(var netns, var index) => string.Create(CultureInfo.InvariantCulture, $"{index} in namespace {netns}"),
        ValueTuple<NetnsId, string>(var netns, var name) => $"{name} in namespace {netns}",
        _ => $"{key}",
    };

    [GeneratedRegex(@"^(?!\.{1,2}\z)[^\s/:\p{Cc}]{1,15}\z")]
    private static partial Regex LinkName();

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}\z")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"^[0-9a-z]{12,64}\z")]
    private static partial Regex EngineId();
}
