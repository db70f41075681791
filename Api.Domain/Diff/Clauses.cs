namespace NetApi.Domain.Diff;

/// <summary>Gathers what changed about one thing into one sentence: <c>bridge br-app has MTU 1400 (was 1500), is now up (was down)</c>.</summary>
internal sealed class Clauses(string subject)
{
    private readonly List<string> _clauses = [];

    public Clauses Add(bool holds, string clause)
    {
        if (holds)
            _clauses.Add(clause);
        return this;
    }

    /// <summary>Adds <c>has WHAT AFTER (was BEFORE)</c> where the two differ.</summary>
    public Clauses Has<T>(string what, T before, T after) =>
        EqualityComparer<T>.Default.Equals(before, after) ? this : Add(true, $"has {what} {InWords(after)} (was {InWords(before)})");

    /// <summary>The same for what may be unknown, which null says: that it became known, or ceased to be, is no change of the thing.</summary>
    public Clauses HasKnown<T>(string what, T? before, T? after) => before is null || after is null ? this : Has(what, before, after);

    /// <summary>Whether nothing changed.</summary>
    public bool IsEmpty => _clauses.Count == 0;

    public override string ToString() => $"{subject} {string.Join(", ", _clauses)}";

    private static string InWords<T>(T value) => value switch
    {
        null => "none",
        bool flag => flag ? "on" : "off",
        _ => value.ToString()!,
    };
}
