using System.Collections;
using System.Net;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Json;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Json;

[Properties(Arbitrary = [typeof(HostGenerators)])]
public sealed class HostStateJsonTests
{
    [Property]
    public void A_state_comes_back_as_it_was(RandomHost host)
    {
        var back = HostStateJson.Deserialize(HostStateJson.Serialize(host.State), HostStateJson.Format, host.State.ObservedAt);
        AssertSame(host.State, back, "state");
        Assert.Empty(HostDiff.Compare(host.State, back));
    }

    [Property]
    public void The_instant_of_observation_does_not_change_the_hash(RandomHost host) =>
        Assert.Equal(HashOf(host.State), HashOf(host.State with { ObservedAt = host.State.ObservedAt.AddHours(1) }));

    [Property]
    public void States_that_differ_have_different_hashes(RandomHost first, RandomHost second)
    {
        if (!HostDiff.Compare(first.State, second.State).IsEmpty)
            Assert.NotEqual(HashOf(first.State), HashOf(second.State));
    }

    [Fact]
    public void Serialize_SampleHost_KeepsTheKernelsAndDockersText()
    {
        var json = Encoding.UTF8.GetString(HostStateJson.Serialize(SampleHost.WithWeb));
        Assert.Contains("\"addresses\":[\"172.17.0.1/16\"]", json, StringComparison.Ordinal);
        Assert.Contains("\"mac\":\"02:42:ac:11:00:07\"", json, StringComparison.Ordinal);
        Assert.Contains("\"parent\":{\"index\":12,\"namespace\":\"6f1c2a9b-4097\"}", json, StringComparison.Ordinal);
        Assert.DoesNotContain("isComplete", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_LaterForm_IsRefused()
    {
        var body = HostStateJson.Serialize(SampleHost.Empty);
        Assert.Throws<NotSupportedException>(() => HostStateJson.Deserialize(body, HostStateJson.Format + 1, SampleHost.ObservedAt));
    }

    [Fact]
    public void Deserialize_NoState_IsRefused() =>
        Assert.Throws<JsonException>(() => HostStateJson.Deserialize("null"u8, HostStateJson.Format, SampleHost.ObservedAt));

    private static string HashOf(HostState state) => HostStateJson.HashOf(HostStateJson.Serialize(state));

    // Member by member, so that a member that the form forgets is found.
    private static void AssertSame(object? expected, object? actual, string path)
    {
        if (expected is null or string or IPAddress or ValueType and not IEnumerable)
        {
            Assert.True(Equals(expected, actual), $"{path}: {expected} became {actual}");
        }
        else if (expected is IEnumerable items)
        {
            var (before, after) = (items.Cast<object>().ToList(), ((IEnumerable)actual!).Cast<object>().ToList());
            Assert.True(before.Count == after.Count, $"{path}: {before.Count} items became {after.Count}");
            for (var i = 0; i < before.Count; i++)
                AssertSame(before[i], after[i], $"{path}[{i}]");
        }
        else
        {
            foreach (var property in expected.GetType().GetProperties())
                AssertSame(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
        }
    }
}
