using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Events;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using NetApi.Tests.Domain.Diff;
using Xunit;

namespace NetApi.Tests.Events;

/// <summary>A reader that follows some names knows what is in the namespaces of those names, whichever namespaces have them.</summary>
[Properties(Arbitrary = [typeof(ChangedHostGenerators)], MaxTest = 500)]
public sealed class FollowerTests
{
    private const int Steps = 5;

    // What the events of a namespace's name bring and take; its own events, and those of containers, come on top.
    private static readonly string[] Inside = ["vethPair", "link", "bridge", "address", "route", "rule", "neighbour", "fdb", "socket"];

    private static readonly JsonSerializerOptions Json = Written();

    [Property]
    public void A_reader_that_follows_names_knows_what_is_in_the_namespaces_that_have_them(ChangedHost host)
    {
        if (host.From.HostNamespace is { } own)
            Follow(host, own);
    }

    // Hosts on which names of links and of namespaces once met.
    [Theory]
    [InlineData(495028874)]
    [InlineData(32162260)]
    [InlineData(101150990)]
    [InlineData(24044896)]
    [InlineData(1865986998)]
    [InlineData(288412286)]
    [InlineData(1069527096)]
    [InlineData(1929171319)]
    public void A_reader_that_follows_names_misses_nothing_where_several_change_at_once(int seed) =>
        A_reader_that_follows_names_knows_what_is_in_the_namespaces_that_have_them(ChangedHostGenerators.Make(seed));

    [Fact]
    public void The_random_rows_of_states_bring_and_take_names_that_are_followed()
    {
        var told = Enumerable.Range(0, 50).Select(ChangedHostGenerators.Make).Where(h => h.From.HostNamespace is not null).Sum(h => Follow(h, h.From.HostNamespace!));
        Assert.InRange(told, 50, int.MaxValue);
    }

    /// <returns>How many frames were told of names that came and went.</returns>
    private static int Follow(ChangedHost host, NetworkNamespace own)
    {
        var dice = new Random(host.Seed);
        var state = Consistent(host.From) with { Gaps = [] };
        var (query, names, entities, link) = Filter(state, dice);
        var filter = query.Compile();
        var (told, renamings) = (ToldHost.Of(state, IsFollowed), 0);
        for (var step = 1; step <= Steps; step++)
        {
            var next = Consistent(HostMutation.Some(Renamed(state, dice), dice)) with { Gaps = [], Engine = host.From.Engine, ObservedAt = state.ObservedAt.AddSeconds(1) };
            var (changes, renamed) = HostDiff.CompareForFollowers(state, next);
            var frames = EventBatch.Of(new Revision(step, new string('0', 64), next.ObservedAt, changes, renamed, [], []), null, Json).Frames.Where(filter.Passes).ToList();
            var brought = frames.Where(f => !f.Names.IsEmpty).ToList();
            var ofNamespaces = brought.Where(f => f.Names.All(n => n.Entity == ChangeEntity.Namespace)).ToList();
            Assert.Equal(ofNamespaces.Count, ofNamespaces.DistinctBy(f => (f.Entity, f.Key)).Count());
            told.Apply([.. ofNamespaces.Select(DataOf)]);
            var rest = frames.Except(brought).Select(DataOf).ToList();
            rest.FindAll(c => c is { Entity: "namespace", Kind: "changed" }).ForEach(told.Rename);
            // Each link is told of under the namespaces' names of now, and as what the ones before it left.
            foreach (var frame in brought.Except(ofNamespaces))
                told.Apply([DataOf(frame)]);
            // What was in none of the names before is new to the reader.
            told.Apply([.. rest.Where(c => Inside.Contains(c.Entity)).Select(c => c.Before is { } before && !IsFollowed(c.Entity, before) ? c with { Before = null } : c)]);
            told.Forget(t => !IsFollowed(t.Key.Entity, t.Value));
            (state, renamings) = (next, renamings + brought.Count);
            var differences = told.Differences(ToldHost.Of(state), IsFollowed, ChangesInARowTests.Plain);
            Assert.True(differences.Count == 0, $"{query} after step {step}:\n{string.Join('\n', differences)}");
        }
        return renamings;

        bool IsFollowed(string entity, JsonObject thing) =>
            entities.Contains(entity) && (names.Length == 0 || names.Any(name => IsIn(thing, name))) && (link is null || (string?)thing["link"] == link);

        HostState Consistent(HostState mutated) => FollowerTests.Consistent(mutated, own);
    }

    private static (EventQuery Query, string[] Names, string[] Entities, string? Link) Filter(HostState state, Random dice)
    {
        string[] all = [.. HostDiff.Views(state, state).Values.OfType<NamespaceView>().Select(n => n.Namespace).Order(StringComparer.Ordinal), "container:web0", "process:nginx1"];
        var containers = all.Where(n => n.StartsWith("container:", StringComparison.Ordinal)).ToArray();
        string[] names = [.. Enumerable.Range(0, dice.Next(1, 4)).Select(_ => all[dice.Next(all.Length)]).Distinct()];
        var container = containers[dice.Next(containers.Length)];
        string[] some = ["vethPair", "address"];
        string[] ofLinks = ["address", "neighbour", "fdb"];
        var link = dice.Next(3) == 0 ? "eth0" : $"wan{dice.Next(8)}";
        return dice.Next(7) switch
        {
            0 => (new EventQuery(null, [container["container:".Length..]], null, null, null), [container], Inside, null),
            1 => (new EventQuery(some, null, names, null, null), names, some, null),
            2 => (new EventQuery([.. some, "namespace"], null, names, null, null), names, some, null),
            3 => (new EventQuery(some, null, null, null, null), [], some, null),
            4 => (new EventQuery(ofLinks, null, null, null, [.. names.Append("host").Select(n => $"{n}/{link}/")]), [.. names, "host"], ofLinks, link),
            5 => (new EventQuery([.. ofLinks, "link"], null, null, null, ["host/"]), ["host"], [.. ofLinks, "link"], null),
            _ => (new EventQuery(null, null, names, null, null), names, Inside, null),
        };
    }

    // The host's own namespace stays, whatever is in another goes with it, and no namespace has two links of one name.
    private static HostState Consistent(HostState state, NetworkNamespace own)
    {
        var others = state.Namespaces.RemoveAll(n => n.Id == own.Id || n.Kind == NetnsKind.Host);
        var known = others.Select(n => n.Id).Append(own.Id).ToHashSet();
        var inside = state.OnlyIn(known);
        return inside with
        {
            Namespaces = [own, .. others],
            Links = [.. inside.Links.Where(l => l.Kind == "loopback" == (l.Name == "lo")).DistinctBy(l => (l.Namespace, l.Name))],
        };
    }

    // What the engine says of a namespace, and takes back again.
    private static HostState Renamed(HostState state, Random dice)
    {
        for (var left = dice.Next(3); left > 0; left--)
        {
            var at = dice.Next(state.Namespaces.Length);
            var (kind, name) = dice.Next(2) == 0 ? (NetnsKind.Container, $"web{dice.Next(3)}") : (NetnsKind.Process, $"nginx{dice.Next(3)}");
            if (state.Namespaces[at].Kind != NetnsKind.Host)
                state = state with { Namespaces = state.Namespaces.SetItem(at, state.Namespaces[at] with { Kind = kind, Name = name }) };
        }
        return state;
    }

    private static bool IsIn(JsonObject thing, string name) =>
        new[] { thing, thing["inner"], thing["outer"] }.OfType<JsonObject>().Any(part => (string?)part["namespace"] == name);

    private static ToldChange DataOf(EventFrame frame)
    {
        var text = System.Text.Encoding.UTF8.GetString(frame.Text.Span);
        return ToldChange.Of(JsonNode.Parse(text[(text.IndexOf("data: ", StringComparison.Ordinal) + "data: ".Length)..])!);
    }

    private static JsonSerializerOptions Written()
    {
        var options = new JsonSerializerOptions();
        WireJson.Apply(options);
        return options;
    }
}
