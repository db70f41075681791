using System.Collections.Immutable;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Problems;

namespace NetApi.Diffs;

/// <summary>Which changes are shown. Gaps pass all but the entities: they say where nothing could be told.</summary>
/// <param name="Entities">Entities; all where there are none.</param>
/// <param name="Containers">Every name that the containers have in either state; all where there are none.</param>
/// <param name="Networks">The same of networks.</param>
internal sealed record DiffFilter(ImmutableHashSet<ChangeEntity> Entities, ImmutableHashSet<string> Containers, ImmutableHashSet<string> Networks)
{
    // Less of an id is a word that somebody took for a name.
    private const int MinBeginning = 4;

    private const int MaxNamed = 5;

    /// <summary>Whether it lets everything pass.</summary>
    public bool IsEmpty => Entities.IsEmpty && Containers.IsEmpty && Networks.IsEmpty;

    /// <summary>Looks up what the caller named.</summary>
    /// <exception cref="InvalidRequestException">Neither state has it, and both could have shown it; or it is the beginning of several ids.</exception>
    public static DiffFilter Of(DiffRequest request, HostState from, HostState to)
    {
        var faults = new FaultList();
        HostState[] states = [from, to];
        var containers = states.SelectMany(s => s.Containers, (_, c) => (c.Id, c.Name)).Distinct().ToList();
        var networks = states.SelectMany(s => s.Networks.Select(n => (n.Id, n.Name)).Concat(s.Containers.SelectMany(c => c.Networks, (_, a) => (Id: a.NetworkId, Name: a.NetworkName)))).Distinct().ToList();
        var isEngineAway = states.Any(s => s.Gaps.Any(g => g.Scope == EngineGapException.Scope));
        var filter = new DiffFilter(
            request.Entities,
            [.. request.Containers.SelectMany(text => Names("container", text, containers, isEngineAway, faults))],
            [.. request.Networks.SelectMany(text => Names("network", text, networks, isEngineAway, faults))]);
        faults.ThrowIfAny();
        return filter;
    }

    /// <summary>Whether something is shown that was, and is, as two views show it.</summary>
    public bool Passes(ChangeEntity entity, object? before, object? after)
    {
        if (!Entities.IsEmpty && !Entities.Contains(entity))
            return false;
        if (entity == ChangeEntity.Gap || (Containers.IsEmpty && Networks.IsEmpty))
            return true;
        var scope = ChangeScope.Of(before, after);
        return (Containers.IsEmpty || scope.Containers.Any(Containers.Contains)) && (Networks.IsEmpty || scope.Networks.Any(Networks.Contains));
    }

    // By name or id, else by what one id alone begins with; and then by all names that the same thing has.
    private static IEnumerable<string> Names(string parameter, string text, List<(string Id, string Name)> known, bool isEngineAway, FaultList faults)
    {
        var found = known.FindAll(k => k.Name == text || k.Id == text);
        if (found.Count == 0 && text.Length >= MinBeginning)
        {
            found = known.FindAll(k => k.Id.StartsWith(text, StringComparison.Ordinal));
            if (found.DistinctBy(k => k.Id).Count() is > 1 and var several)
                faults.Add($"?{parameter}", "ambiguous", $"'{text}' begins the ids of {several} {parameter}s: {string.Join(", ", found.Select(k => k.Name).Distinct().Take(MaxNamed))}{(several > MaxNamed ? " …" : ".")} Give a name, or more of the id.");
        }
        if (found.Count > 0)
            return known.Where(k => found.Any(f => f.Name == k.Name || (f.Id == k.Id && k.Id.Length > 0))).Select(k => k.Name);
        // Where the engine could not be read, nobody knows what there was.
        if (!isEngineAway)
            faults.Add($"?{parameter}", parameter == "container" ? "unknown-container" : "unknown-network", $"Neither state has a {parameter} '{text}', by name, id, or {MinBeginning} or more characters that an id begins with{NearMiss.Question(text, known.Select(k => k.Name))} GET /api/v1/{parameter}s lists those of now.");
        return [text];
    }
}
