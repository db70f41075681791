namespace NetApi.Adapters.Sqlite.History;

/// <summary>What the retention removes, in this order: what refers to others goes first.</summary>
public enum RetentionKind
{
    /// <summary>Snapshots that nobody pinned.</summary>
    Snapshots,

    /// <summary>Revisions with their changes.</summary>
    Revisions,

    /// <summary>What was there in none of the revisions that are left.</summary>
    Versions,

    /// <summary>Runs of NetApi, and times in which something could not be watched.</summary>
    Times,
}

/// <summary>Where the retention goes on.</summary>
/// <param name="Kind">What it removes.</param>
/// <param name="From">Number of a revision, up to which nothing of the kind is left to be removed.</param>
public sealed record RetentionStep(RetentionKind Kind, long From = 0)
{
    /// <summary>Where it begins.</summary>
    public static RetentionStep First { get; } = new(RetentionKind.Snapshots);

    /// <summary>The next kind of things; null after the last.</summary>
    internal RetentionStep? Next => Kind == RetentionKind.Times ? null : new(Kind + 1);
}

/// <summary>What the history takes up, as far as retention asks.</summary>
/// <param name="UsedBytes">What the file's pages hold, without the whole states of snapshots.</param>
/// <param name="WholeBytes">What the whole states of snapshots hold, such as imported ones: those go when somebody deletes them, and no revision has to make room for them.</param>
/// <param name="FreeBytes">Pages of the file that hold nothing.</param>
/// <param name="Revisions">Revisions without those that only snapshots keep.</param>
public sealed record StoreSpace(long UsedBytes, long WholeBytes, long FreeBytes, long Revisions);
