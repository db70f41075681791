using NetApi.Domain.Topology;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Failures of the engine as gaps of an observation.</summary>
internal static class EngineGaps
{
    /// <summary>Scope of a gap that hides everything the engine knows.</summary>
    public const string EngineScope = "engine";

    /// <summary>Scope of a gap that hides the engine's settings alone.</summary>
    public const string SettingsScope = "engine-settings";

    private const string ContainerScope = "container:";

    /// <summary>Nothing was read yet.</summary>
    public static Gap NotRead { get; } = new(EngineScope, "engine-not-read", "The Docker Engine was not read yet: NetApi has just started.");

    /// <summary>Scope of a gap that hides one container.</summary>
    public static string ScopeOf(string containerId) => ContainerScope + containerId;

    /// <summary>What would have to be read to close the gap; null for one that hides everything.</summary>
    public static EngineSubject? SubjectOf(Gap gap) => gap.Scope switch
    {
        SettingsScope => EngineSubject.Settings,
        _ when gap.Scope.StartsWith(ContainerScope, StringComparison.Ordinal) => EngineSubject.Container(gap.Scope[ContainerScope.Length..]),
        _ => null,
    };

    /// <summary>The gap that a failure leaves.</summary>
    public static Gap Of(EngineException exception, string scope = EngineScope) => new(scope, CodeOf(exception), exception.Message);

    internal static string CodeOf(EngineException exception) => exception is not EngineUnavailableException unavailable
        ? "engine-refused"
        : unavailable.Reason switch
        {
            EngineUnavailableReason.Hung => "engine-hung",
            EngineUnavailableReason.Denied => "engine-denied",
            EngineUnavailableReason.TooOld => "engine-too-old",
            EngineUnavailableReason.TooNew => "engine-too-new",
            EngineUnavailableReason.Unreadable => "engine-unreadable",
            _ => "engine-unavailable",
        };
}
