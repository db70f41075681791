namespace NetApi.Bench;

/// <summary>What is measured, and of which program.</summary>
/// <param name="Program">The published <c>Api.dll</c>.</param>
/// <param name="Sizes">How much.</param>
/// <param name="Topics">Which topics.</param>
internal sealed record Plan(string Program, Sizes Sizes, IReadOnlySet<Topic> Topics)
{
    /// <summary>Reads <c>PATH [--quick] [TOPIC…]</c>.</summary>
    /// <exception cref="ArgumentException">There is no such topic.</exception>
    public static Plan Parse(IReadOnlyList<string> arguments)
    {
        var topics = arguments.Skip(1).Where(a => a != "--quick").Select(a => Enum.Parse<Topic>(a, ignoreCase: true)).ToHashSet();
        return new Plan(
            arguments[0],
            arguments.Contains("--quick") ? Sizes.Quick : Sizes.Full,
            topics.Count > 0 ? topics : Enum.GetValues<Topic>().ToHashSet());
    }

    /// <summary>Namespaces to stop at while the host grows.</summary>
    public IEnumerable<int> Readings => Has(Topic.Reading) ? Sizes.Readings : Sizes.Readings.Where(size => size <= Sizes.Service);

    /// <summary>Whether a topic is to be measured.</summary>
    public bool Has(Topic topic) => Topics.Contains(topic);
}
