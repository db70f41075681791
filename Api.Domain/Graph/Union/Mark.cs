namespace NetApi.Domain.Graph.Union;

/// <summary>What became of a node between two states.</summary>
public enum Mark
{
    /// <summary>Nothing is told of it.</summary>
    Same,

    /// <summary>Only the later state has it.</summary>
    Added,

    /// <summary>Only the earlier state has it.</summary>
    Removed,

    /// <summary>Both have it, and something of it differs.</summary>
    Changed,

    /// <summary>Only one state has it, and the other could not look there.</summary>
    Unsure,
}
