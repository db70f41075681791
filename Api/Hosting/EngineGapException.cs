using NetApi.Domain.Topology;

namespace NetApi.Hosting;

/// <summary>An answer needs the engine, and the state says that it could not be read; becomes a 503.</summary>
/// <param name="gap">What the state says.</param>
public sealed class EngineGapException(Gap gap) : Exception(gap.Detail)
{
    /// <summary>Scope of the gaps that speak of the engine.</summary>
    public const string Scope = "engine";

    /// <summary>What the state says.</summary>
    public Gap Gap { get; } = gap;
}
