using System.Net;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Diff;

/// <summary>What a listener knows that began with a state and applied every change to it.</summary>
internal static class Reduced
{
    public static Dictionary<(ChangeEntity Entity, string Key), object> Apply(Dictionary<(ChangeEntity Entity, string Key), object> views, IEnumerable<Change> changes)
    {
        foreach (var change in changes)
        {
            var key = (change.Entity, change.Key);
            switch (change.Kind)
            {
                case ChangeKind.Added:
                    Assert.True(views.TryAdd(key, change.After!), $"{key} was added, and was there.");
                    break;
                case ChangeKind.Removed:
                    Assert.True(views.Remove(key), $"{key} was removed, and was not there.");
                    break;
                default:
                    Assert.True(views.ContainsKey(key), $"{key} changed, and was not there.");
                    views[key] = change.After!;
                    break;
            }
        }
        return views;
    }

    /// <summary>Compares what a diff tells; not what it leaves out because it comes and goes with a namespace or with the engine.</summary>
    public static void AssertSame(Dictionary<(ChangeEntity Entity, string Key), object> expected, Dictionary<(ChangeEntity Entity, string Key), object> actual)
    {
        // A pair of which one state did not read an end is no change.
        foreach (var (key, view) in expected)
        {
            if (view is VethPairView pair && actual.GetValueOrDefault(key) is VethPairView other && (pair.Outer is null || other.Outer is null))
                actual[key] = view;
        }
        Assert.True(Told(expected).SequenceEqual(Told(actual)), $"Missed: {string.Join("; ", Told(expected).Except(Told(actual)))}\nToo much: {string.Join("; ", Told(actual).Except(Told(expected)))}");
    }

    private static List<(ChangeEntity, string, object)> Told(Dictionary<(ChangeEntity Entity, string Key), object> views) =>
    [
        .. views.Where(v => !IsImplied(v.Value)).Select(v => (v.Key.Entity, v.Key.Key, Plain(v.Value)))
            .OrderBy(v => v.Entity).ThenBy(v => v.Key, StringComparer.Ordinal),
    ];

    private static bool IsImplied(object view) => view switch
    {
        LinkView link => link.Kind == "loopback",
        AddressView address => IPAddress.IsLoopback(address.Address.Address),
        // A veth that lost or gained the sight of its peer was there before, and is.
        VethPairView pair => pair.Outer is null,
        RuleView or SysctlView or EngineSettings => true,
        _ => false,
    };

    // Without what a change of does not tell by itself: names of namespaces' first processes, settings that only one state knows.
    private static object Plain(object view) => view switch
    {
        NamespaceView netns => netns with { Kind = NetnsKind.Process, Name = "" },
        LinkView link => Plain(link),
        VethPairView pair => new VethPairView(Plain(pair.Inner), pair.Outer is { } outer ? Plain(outer) : null),
        SocketView socket => socket with { Process = null },
        AddressView address => address with { Scope = null, Flags = [] },
        _ => view,
    };

    private static LinkView Plain(LinkView link) => link with { HasCarrier = null, Bridge = null, Port = null, Mode = null, Vlans = [] };
}
