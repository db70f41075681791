namespace NetApi.Adapters.Sqlite.History;

/// <summary>Ids of rows that the writer met lately, so that it need not look for them again. For one thread at a time.</summary>
internal sealed class RowIds
{
    private const int MaxCount = 20_000;

    public Dictionary<string, long> Terms { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Netns { get; } = new(StringComparer.Ordinal);

    /// <summary>Forgets what has grown too large.</summary>
    public void Trim()
    {
        foreach (var ids in new[] { Terms, Netns })
        {
            if (ids.Count > MaxCount)
                ids.Clear();
        }
    }

    public void Clear()
    {
        Terms.Clear();
        Netns.Clear();
    }
}
