using System.Text.Json.Nodes;
using FsCheck.Xunit;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Diff;

/// <summary>Each state is compared with the one before it alone; who is told all of it must know the last one nevertheless.</summary>
[Properties(Arbitrary = [typeof(ChangedHostGenerators)], MaxTest = 1000)]
public sealed class ChangesInARowTests
{
    private const int Steps = 5;

    [Property]
    public void The_changes_of_a_row_of_states_lead_from_the_first_to_the_last(ChangedHost host)
    {
        var dice = new Random(host.Seed);
        // One that is always there, as without the right to read all processes, hides nothing.
        Gap[] gaps = dice.Next(2) == 0 ? [] : [new Gap("processes", "process-namespaces-unreadable", "EACCES")];
        var state = Whole(host.From, host, gaps);
        var told = ToldHost.Of(state);
        for (var step = 1; step <= Steps; step++)
        {
            var next = Whole(HostMutation.Some(state, dice), host, gaps) with { ObservedAt = state.ObservedAt.AddSeconds(1) };
            told.Apply([.. ToldHost.Changes(state, next)]);
            state = next;
            var differences = told.Differences(ToldHost.Of(state), plain: Plain);
            Assert.True(differences.Count == 0, $"After step {step}:\n{string.Join('\n', differences)}");
        }
    }

    [Property]
    public void The_diffs_from_a_to_b_and_from_b_to_c_compose_to_that_from_a_to_c(ChangedHost host)
    {
        var dice = new Random(host.Seed);
        var a = Whole(host.From, host, []);
        var b = Whole(HostMutation.Some(a, dice), host, []) with { ObservedAt = a.ObservedAt.AddSeconds(1) };
        var c = Whole(HostMutation.Some(b, dice), host, []) with { ObservedAt = b.ObservedAt.AddSeconds(1) };
        var (composed, direct) = (ToldHost.Of(a), ToldHost.Of(a));
        composed.Apply([.. ToldHost.Changes(a, b)]);
        composed.Apply([.. ToldHost.Changes(b, c)]);
        direct.Apply([.. ToldHost.Changes(a, c)]);
        Assert.Equal([], composed.Differences(direct, plain: Plain));
    }

    // What could not be read meanwhile is not told, by design; and no namespace has two links of one name.
    private static HostState Whole(HostState mutated, ChangedHost host, Gap[] gaps) =>
        mutated with { Gaps = [.. gaps], Engine = host.From.Engine, Links = [.. mutated.Links.DistinctBy(l => (l.Namespace, l.Name))] };

    // What no kernel changes by itself, or what is not always found, is not told.
    internal static void Plain(string entity, JsonObject thing)
    {
        foreach (var link in new[] { thing, thing["inner"] as JsonObject, thing["outer"] as JsonObject }.OfType<JsonObject>())
        {
            foreach (var setting in (string[])["hasCarrier", "bridge", "port", "mode", "vlans"])
                link.Remove(setting);
        }
        foreach (var untold in entity switch { "socket" => ["process"], "address" => ["scope", "flags"], "namespace" => ["kind", "name"], _ => Array.Empty<string>() })
            thing.Remove(untold);
    }
}
