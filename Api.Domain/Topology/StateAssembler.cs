using System.Collections.Immutable;

namespace NetApi.Domain.Topology;

/// <summary>Joins what was observed of the kernel and of the engine to states, one after the other. What no observation changed is taken over from the state before, as the same lists.</summary>
/// <remarks>Not thread-safe. Observations that are the same objects as before cost a comparison of references.</remarks>
/// <param name="hostId">The host's id.</param>
public sealed class StateAssembler(string hostId)
{
    private ImmutableArray<NamespaceObservation> _observed = [];
    private EngineObservation? _engine;
    private NamespaceClassifier _classifier = new(new EngineObservation([], [], []));
    private ImmutableArray<Gap> _notFound = [];
    private HostState _last = new() { HostId = hostId, ObservedAt = default };

    /// <summary>The state of these observations.</summary>
    /// <param name="observedAt">When they were made, UTC.</param>
    /// <param name="kernel">What was observed of the kernel.</param>
    /// <param name="engine">What was observed of the engine.</param>
    public HostState Assemble(DateTimeOffset observedAt, KernelObservation kernel, EngineObservation engine)
    {
        var (before, observed) = (_observed, InOrder(kernel.Namespaces));
        var isNewEngine = !ReferenceEquals(engine, _engine);
        (_observed, _engine) = (observed, engine);
        if (isNewEngine)
            Take(engine);
        if (isNewEngine || !AreSame(before, observed, n => n.Sighting))
            Classify(observed);
        if (isNewEngine || !AreSame(before, observed, n => n.Sighting.IsOwn ? n.Sockets : []))
            _last = _last with { Engine = Settings(engine, observed, observedAt) };
        return _last = _last with
        {
            ObservedAt = observedAt,
            Links = Join(before, observed, n => n.Links, _last.Links),
            Addresses = Join(before, observed, n => n.Addresses, _last.Addresses),
            Routes = Join(before, observed, n => n.Routes, _last.Routes),
            Rules = Join(before, observed, n => n.Rules, _last.Rules),
            Neighbours = Join(before, observed, n => n.Neighbours, _last.Neighbours),
            Fdb = Join(before, observed, n => n.Fdb, _last.Fdb),
            Sockets = Join(before, observed, n => n.Sockets, _last.Sockets),
            Sysctls = AreSame(before, observed, n => n.Sysctls) ? _last.Sysctls : [.. observed.Select(n => n.Sysctls).OfType<NamespaceSysctls>()],
            Gaps = [.. engine.Gaps, .. kernel.Gaps, .. _notFound],
        };
    }

    private void Take(EngineObservation engine)
    {
        _classifier = new NamespaceClassifier(engine);
        _last = _last with
        {
            Containers = engine.Containers.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : string.CompareOrdinal(a.Id, b.Id)),
            Networks = [.. engine.Networks.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal)],
        };
    }

    private void Classify(ImmutableArray<NamespaceObservation> observed)
    {
        var namespaces = ImmutableArray.CreateRange(observed, n => _classifier.Classify(n.Sighting)).Sort(Compare);
        _last = _last with { Namespaces = Reuse.Equal(_last.Namespaces, namespaces) };
        _notFound = [.. _classifier.NotFound(namespaces)];
    }

    private static EngineSettings? Settings(EngineObservation engine, ImmutableArray<NamespaceObservation> observed, DateTimeOffset now) => engine.Settings is { } settings
        ? settings with { UserlandProxy = UserlandProxy.Of(engine.Containers, observed.Where(n => n.Sighting.IsOwn).SelectMany(n => n.Sockets), now) }
        : null;

    private static ImmutableArray<NamespaceObservation> InOrder(ImmutableArray<NamespaceObservation> namespaces)
    {
        for (var i = 1; i < namespaces.Length; i++)
        {
            if (Compare(namespaces[i - 1], namespaces[i]) > 0)
                return namespaces.Sort(Compare);
        }
        return namespaces;
    }

    // Whom it belongs to, then by name.
    private static int Compare(NetworkNamespace a, NetworkNamespace b)
    {
        if (a.Kind != b.Kind)
            return a.Kind.CompareTo(b.Kind);
        return string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : string.CompareOrdinal(a.Id.Value, b.Id.Value);
    }

    private static int Compare(NamespaceObservation a, NamespaceObservation b) => string.CompareOrdinal(a.Sighting.Id.Value, b.Sighting.Id.Value);

    private static bool AreSame<T>(ImmutableArray<NamespaceObservation> before, ImmutableArray<NamespaceObservation> observed, Func<NamespaceObservation, T> part)
    {
        if (before.Length != observed.Length)
            return false;
        for (var i = 0; i < observed.Length; i++)
        {
            if (!ReferenceEquals(before[i], observed[i]) && !EqualityComparer<T>.Default.Equals(part(before[i]), part(observed[i])))
                return false;
        }
        return true;
    }

    private static ImmutableArray<T> Join<T>(
        ImmutableArray<NamespaceObservation> before, ImmutableArray<NamespaceObservation> observed, Func<NamespaceObservation, ImmutableArray<T>> of, ImmutableArray<T> joined)
    {
        if (AreSame(before, observed, of))
            return joined;
        var all = ImmutableArray.CreateBuilder<T>(observed.Sum(n => of(n).Length));
        foreach (var netns in observed)
            all.AddRange(of(netns));
        return all.MoveToImmutable();
    }
}
