namespace NetApi.Adapters.DockerEngine;

/// <summary>What is read from the engine in one call.</summary>
/// <param name="Kind">Which call.</param>
/// <param name="Id">A container's id; empty for the others.</param>
internal readonly record struct EngineSubject(EngineSubjectKind Kind, string Id)
{
    /// <summary>The list of containers, which tells of some of them that they must be inspected.</summary>
    public static EngineSubject Containers { get; } = new(EngineSubjectKind.Containers, "");

    /// <summary>The list of networks.</summary>
    public static EngineSubject Networks { get; } = new(EngineSubjectKind.Networks, "");

    /// <summary>The engine's settings.</summary>
    public static EngineSubject Settings { get; } = new(EngineSubjectKind.Settings, "");

    /// <summary>One container.</summary>
    public static EngineSubject Container(string id) => new(EngineSubjectKind.Container, id);
}

/// <summary>Kinds of subjects.</summary>
internal enum EngineSubjectKind
{
    /// <summary>One container.</summary>
    Container,

    /// <summary>The list of containers.</summary>
    Containers,

    /// <summary>The list of networks.</summary>
    Networks,

    /// <summary>The engine's settings.</summary>
    Settings,
}
