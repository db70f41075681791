namespace NetApi.Bench;

/// <summary>How much is measured.</summary>
internal sealed record Sizes
{
    /// <summary>Namespaces at which the kernel is read, growing.</summary>
    public required IReadOnlyList<int> Readings { get; init; }

    /// <summary>Namespaces, each of one container, at which all else is measured; one of <see cref="Readings"/>.</summary>
    public required int Service { get; init; }

    /// <summary>Containers of the smaller topology that allocation is compared with; one of <see cref="Readings"/>.</summary>
    public required int Small { get; init; }

    /// <summary>How often a reading is timed.</summary>
    public required int Rounds { get; init; }

    /// <summary>Changes of each kind that are followed to the client.</summary>
    public required int Samples { get; init; }

    /// <summary>How long NetApi is watched doing nothing, and keeping up.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Length of each round of load, in seconds.</summary>
    public required int LoadSeconds { get; init; }

    /// <summary>How often it is started.</summary>
    public required int Starts { get; init; }

    /// <summary>Revisions that are kept.</summary>
    public required int HistoryRevisions { get; init; }

    /// <summary>Containers of the host whose revisions are kept.</summary>
    public required int HistoryContainers { get; init; }

    /// <summary>What the table of the documentation shows.</summary>
    public static Sizes Full { get; } = new()
    {
        Readings = [10, 100, 1000, 4000],
        Service = 1000,
        Small = 100,
        Rounds = 7,
        Samples = 400,
        Duration = TimeSpan.FromSeconds(60),
        LoadSeconds = 5,
        Starts = 5,
        HistoryRevisions = 100_000,
        HistoryContainers = 1000,
    };

    /// <summary>Whether the bench itself works; its figures say nothing.</summary>
    public static Sizes Quick { get; } = new()
    {
        Readings = [2, 4, 8],
        Service = 8,
        Small = 2,
        Rounds = 1,
        Samples = 2,
        Duration = TimeSpan.FromSeconds(1),
        LoadSeconds = 1,
        Starts = 1,
        HistoryRevisions = 600,
        HistoryContainers = 300,
    };
}
