namespace NetApi.Hosting;

/// <summary>The id of the host that this process observes, the same from its first start on.</summary>
public sealed class HostIdentity
{
    private string? _id;
    private long? _number;

    /// <summary>The id.</summary>
    /// <exception cref="InvalidOperationException">The database that keeps it has not been opened yet.</exception>
    public string Id
    {
        get => _id ?? throw new InvalidOperationException("The host's id is read from the database at start, before anything is served.");
        set => _id = value;
    }

    /// <summary>The number that stands for it in the rows of its history.</summary>
    /// <exception cref="InvalidOperationException">The database that keeps it has not been opened yet.</exception>
    public long Number
    {
        get => _number ?? throw new InvalidOperationException("The host's number is read from the database at start, before anything is served.");
        set => _number = value;
    }
}
