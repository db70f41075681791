using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>The engine's settings. They come and go with the engine, which a gap tells.</summary>
internal sealed class EngineComparison() : EntityComparison<EngineSettings>(ChangeEntity.Engine)
{
    protected override IEnumerable<Keyed<EngineSettings>> Read(Side side, Side other) =>
        side.Read.Engine is { } engine ? [new Keyed<EngineSettings>("engine", "", engine)] : [];

    protected override bool Shows(Side side, EngineSettings view) => false;

    protected override string Added(EngineSettings after, Side from) => $"the engine is version {after.Version}";

    protected override string Removed(EngineSettings before, Side to) => $"the engine was version {before.Version}";

    protected override bool Same(EngineSettings before, EngineSettings after, Side from, Side to) => Compare(before, after).IsEmpty;

    protected override string Changed(EngineSettings before, EngineSettings after) => Compare(before, after).ToString();

    // Null is unknown there: whether proxies run is seen while a port is published, and older engines do not tell the rest.
    private static Clauses Compare(EngineSettings before, EngineSettings after) =>
        new Clauses("the engine")
            .Has("version", before.Version, after.Version)
            .Has("API version", before.ApiVersion, after.ApiVersion)
            .Has("live restore", before.LiveRestore, after.LiveRestore)
            .HasKnown("userland proxy", before.UserlandProxy, after.UserlandProxy)
            .HasKnown("firewall backend", before.FirewallBackend, after.FirewallBackend)
            .Has("default address pools", Pools(before), Pools(after))
            .HasKnown("swarm state", before.Swarm, after.Swarm);

    private static ValueList<string> Pools(EngineSettings settings) => new(settings.DefaultAddressPools.Select(p => $"{p.Base} in /{p.Size}"));
}
