namespace NetApi.Bench;

/// <summary>How much is measured.</summary>
internal sealed record Sizes
{
    /// <summary>Namespaces at which the kernel is read, growing.</summary>
    public required IReadOnlyList<int> Readings { get; init; }

    /// <summary>Namespaces, each of one container, at which all else is measured; one of <see cref="Readings"/>.</summary>
    public required int Service { get; init; }

    /// <summary>How often a reading is timed.</summary>
    public required int Rounds { get; init; }

    /// <summary>What the table of the documentation shows.</summary>
    public static Sizes Full { get; } = new() { Readings = [10, 100, 1000, 4000], Service = 1000, Rounds = 7 };

    /// <summary>Whether the bench itself works, in seconds; its figures say nothing.</summary>
    public static Sizes Quick { get; } = new() { Readings = [2, 4, 8], Service = 8, Rounds = 1 };
}
