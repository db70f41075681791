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

/// <summary>A reader that follows one name knows what is in the namespace of that name, whichever namespace has it.</summary>
[Properties(Arbitrary = [typeof(ChangedHostGenerators)], MaxTest = 1000)]
public sealed class FollowerTests
{
    private const int Steps = 5;

    // What the events of a namespace's name bring and take; its own events, and those of containers, come on top.
    private static readonly string[] Inside = ["vethPair", "link", "bridge", "address", "route", "rule", "neighbour", "fdb", "socket"];

    private static readonly JsonSerializerOptions Json = Written();

    [Property]
    public void A_reader_that_follows_a_name_knows_what_is_in_the_namespace_that_has_it(ChangedHost host)
    {
        if (host.From.HostNamespace is not { } own)
            return;
        var dice = new Random(host.Seed);
        var state = Whole(host.From);
        string[] names = [.. HostDiff.Views(state, state).Values.OfType<NamespaceView>().Select(n => n.Namespace).Order(StringComparer.Ordinal), "container:web0", "process:nginx1"];
        var name = names[dice.Next(names.Length)];
        var filter = new EventQuery(null, null, [name], null, null).Compile();
        var told = ToldHost.Of(state);
        for (var step = 1; step <= Steps; step++)
        {
            var next = Whole(HostMutation.Some(Renamed(state, dice), dice)) with { ObservedAt = state.ObservedAt.AddSeconds(1) };
            var (changes, renamings) = HostDiff.CompareForFollowers(state, next);
            var frames = EventBatch.Of(new Revision(step, new string('0', 64), next.ObservedAt, changes, renamings, []), null, Json).Frames;
            told.Apply([.. frames.Where(filter.Passes).Select(DataOf).Where(c => Inside.Contains(c.Entity))]);
            state = next;
            var differences = told.Differences(ToldHost.Of(state), (entity, thing) => Inside.Contains(entity) && IsIn(thing, name), ChangesInARowTests.Plain);
            Assert.True(differences.Count == 0, $"{name} after step {step}:\n{string.Join('\n', differences)}");
        }

        HostState Whole(HostState mutated) => Consistent(mutated, own) with { Gaps = [], Engine = host.From.Engine };
    }

    // The host's own namespace stays, whatever is in another goes with it, and no namespace has two links of one name.
    private static HostState Consistent(HostState state, NetworkNamespace own)
    {
        var others = state.Namespaces.RemoveAll(n => n.Id == own.Id || n.Kind == NetnsKind.Host);
        var known = others.Select(n => n.Id).Append(own.Id).ToHashSet();
        return state with
        {
            Namespaces = [own, .. others],
            Links = [.. state.Links.Where(l => known.Contains(l.Namespace)).DistinctBy(l => (l.Namespace, l.Name))],
            Addresses = [.. state.Addresses.Where(a => known.Contains(a.Namespace))],
            Routes = [.. state.Routes.Where(r => known.Contains(r.Namespace))],
            Rules = [.. state.Rules.Where(r => known.Contains(r.Namespace))],
            Neighbours = [.. state.Neighbours.Where(n => known.Contains(n.Namespace))],
            Fdb = [.. state.Fdb.Where(e => known.Contains(e.Namespace))],
            Sockets = [.. state.Sockets.Where(s => known.Contains(s.Namespace))],
            Sysctls = [.. state.Sysctls.Where(s => known.Contains(s.Namespace))],
        };
    }

    // What the engine says of a namespace, and takes back again.
    private static HostState Renamed(HostState state, Random dice)
    {
        if (state.Namespaces.IsEmpty || dice.Next(2) == 0)
            return state;
        var at = dice.Next(state.Namespaces.Length);
        var (kind, name) = dice.Next(2) == 0 ? (NetnsKind.Container, $"web{dice.Next(3)}") : (NetnsKind.Process, $"nginx{dice.Next(3)}");
        return state.Namespaces[at].Kind == NetnsKind.Host ? state : state with { Namespaces = state.Namespaces.SetItem(at, state.Namespaces[at] with { Kind = kind, Name = name }) };
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
