using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using NetApi.Diffs;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Diffs;

/// <summary>Patches are applied by somebody else's reader of RFC 6902.</summary>
public sealed class DiffPatchTests
{
    private static readonly JsonSerializerOptions Json = Options();

    [Property(Arbitrary = [typeof(HostGenerators)], MaxTest = 200)]
    public void Between_complete_states_the_patch_gives_the_later_document(RandomHost from, RandomHost to) =>
        AssertPatched(from.State with { Gaps = [] }, to.State with { Gaps = [] });

    [Property(Arbitrary = [typeof(ChangedHostGenerators)], MaxTest = 200)]
    public void After_a_few_changes_the_patch_gives_the_later_document(ChangedHost changed) =>
        AssertPatched(changed.From with { Gaps = [] }, changed.To with { Gaps = [] });

    [Property(Arbitrary = [typeof(HostGenerators)], MaxTest = 200)]
    public void With_gaps_the_patch_can_be_applied_and_touches_what_the_diff_tells_alone(RandomHost from, RandomHost to)
    {
        var patch = PatchOf(from.State, to.State);
        Apply(patch, DocumentOf(from.State, to.State));
        if (StateDocument.SawAllOf(from.State, to.State))
            return;
        var told = HostDiff.Compare(from.State, to.State).Select(c => $"/{JsonNamingPolicy.CamelCase.ConvertName(c.Entity.ToString())}/{c.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}").ToHashSet();
        Assert.Subset(told, patch.Select(o => string.Join('/', o.Path.Split('/').Take(3))).ToHashSet());
    }

    [Fact]
    public void A_state_that_could_not_be_read_takes_nothing_away()
    {
        var patch = PatchOf(SampleHost.WithWeb, SampleHost.WithWeb.WithoutEngine());
        Assert.Equal([(PatchOp.Add, "/gap/engine~1engine-unavailable")], patch.Select(o => (o.Op, o.Path)));
    }

    [Fact]
    public void What_differs_in_a_thing_is_replaced_alone() =>
        Assert.Equal(
            """[{"op":"replace","path":"/link/host~1eth0/mtuBytes","value":1400},{"op":"replace","path":"/link/host~1eth0/alias","value":"a/b~c"}]""",
            JsonSerializer.Serialize(PatchOf(SampleHost.WithWeb, SampleHost.WithWeb.Change("eth0", l => l with { MtuBytes = 1400, Alias = "a/b~c" })), Json));

    [Fact]
    public void A_null_is_a_value_and_a_removal_has_none() =>
        Assert.Equal(
            """[{"op":"remove","path":"/container/my~0web~1x"},{"op":"replace","path":"/link/host~1eth0/mac","value":null}]""",
            JsonSerializer.Serialize(
                PatchOf(
                    SampleHost.Empty with { Containers = [SampleHost.Web with { Name = "my~web/x", State = ContainerState.Exited, Networks = [] }] },
                    SampleHost.Empty.Change("eth0", l => l with { Mac = null })),
                Json));

    [Fact]
    public void A_filter_narrows_it()
    {
        var filter = new DiffFilter([ChangeEntity.PublishedPort], [], []);
        var patch = DiffPatch.Of(new StateDiff(SampleHost.Empty, "a", SampleHost.WithWeb, "b", filter), Json);
        Assert.Equal(["/publishedPort/0.0.0.0:8000~1tcp"], patch.Select(o => o.Path));
    }

    private static void AssertPatched(HostState from, HostState to)
    {
        // A state that an earlier version kept is compared by what both have.
        if (!StateDocument.SawAllOf(from, to))
            return;
        var patched = Apply(PatchOf(from, to), DocumentOf(from, to));
        Assert.True(JsonNode.DeepEquals(DocumentOf(to, from), patched));
    }

    private static List<PatchOperation> PatchOf(HostState from, HostState to) => DiffPatch.Of(new StateDiff(from, "a", to, "b", new DiffFilter([], [], [])), Json);

    private static JsonObject DocumentOf(HostState state, HostState other) => DiffPatch.DocumentOf(StateDocument.Of(state, other), Json);

    private static JsonObject Apply(List<PatchOperation> patch, JsonObject document)
    {
        var read = JsonSerializer.Deserialize<JsonPatchDocument<JsonObject>>(JsonSerializer.Serialize(patch, Json))!;
        read.ApplyTo(document);
        return document;
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions();
        WireJson.Apply(options);
        return options;
    }
}
