namespace NetApi.Adapters.Sqlite.History;

/// <summary>Ids of rows that the writer met lately, so that it need not look for them again. For one thread at a time.</summary>
internal sealed class RowIds
{
    private const int MaxCount = 20_000;

    public Dictionary<string, long> Terms { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Netns { get; } = new(StringComparer.Ordinal);

    /// <summary>The largest ids that were given. Readers know contents and namespaces by their ids, so none is given again after its row was removed.</summary>
    public long LastContent { get; set; }

    /// <inheritdoc cref="LastContent"/>
    public long LastNetns { get; set; }

    /// <summary>Forgets what has grown too large.</summary>
    public void Trim()
    {
        foreach (var ids in new[] { Terms, Netns })
        {
            if (ids.Count > MaxCount)
                ids.Clear();
        }
    }

    /// <summary>Forgets which rows there are.</summary>
    public void Clear()
    {
        Terms.Clear();
        Netns.Clear();
    }
}
