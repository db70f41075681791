using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>What NetApi sees with a scratch namespace as its host, and what iproute2 says of the same.</summary>
internal static class Observed
{
    private static readonly EngineObservation NoEngine = new([], [], []);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A first reading, by a monitor that ends with it.</summary>
    public static KernelObservation From(ScratchNetns host, params IReadOnlyCollection<string> knownPaths) => From(host, static () => { }, knownPaths);

    /// <summary>As above, on a thread that was prepared, as by giving up its rights.</summary>
    public static KernelObservation From(ScratchNetns host, Action prepare, params IReadOnlyCollection<string> knownPaths)
    {
        using var handle = host.Open();
        using var monitor = new KernelMonitor(TimeProvider.System);
        monitor.Know(knownPaths);
        NetnsEntry.Run(handle, () =>
        {
            prepare();
            monitor.Start();
        });
        return monitor.First.WaitAsync(Patience, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    public static HostState State(KernelObservation observation) =>
        new StateAssembler("test").Assemble(DateTimeOffset.UnixEpoch, observation, NoEngine);

    public static NetnsId IdOf(this KernelObservation observation, ScratchNetns netns) =>
        observation.Namespaces.Single(n => n.Sighting.Paths.Contains(netns.Path)).Sighting.Id;

    public static Link LinkOf(this KernelObservation observation, ScratchNetns netns, string name) =>
        observation.Links.Single(l => l.Namespace == observation.IdOf(netns) && l.Name == name);

    /// <summary>Observes between two equal answers of iproute2, as states and addresses settle on their own.</summary>
    public static (KernelObservation Observation, Dictionary<ScratchNetns, NamespaceView> Golden) Settled(ScratchNetns host, IReadOnlyCollection<ScratchNetns> all)
    {
        var sysctls = From(host).Own.Sysctls!.Values.Keys.Where(IprouteAnswers.IsOfEveryNamespace).ToList();
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var before = all.ToDictionary(n => n, n => new IprouteAnswers(n, sysctls));
            var observation = From(host);
            if (all.All(n => Unnamed(before[n]) == Unnamed(new IprouteAnswers(n, sysctls))))
                return (observation, all.ToDictionary(n => n, n => before[n].ToView(observation.IdOf(n), IdByName)));

            NetnsId? IdByName(string name) => all.FirstOrDefault(n => n.Name == name) is { } netns ? observation.IdOf(netns) : null;
        }
        throw new InvalidOperationException("The namespaces did not settle.");
    }

    private static NamespaceView Unnamed(IprouteAnswers answers) => answers.ToView(default, _ => null);
}
