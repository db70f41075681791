using System.Text.Json;
using System.Text.RegularExpressions;

namespace NetApi.Hosting.Problems;

/// <summary>Says in NetApi's words which parameter of a request the framework could not bind; its own words name .NET types.</summary>
public static partial class ParameterFault
{
    /// <summary>The fault behind the message of a <see cref="BadHttpRequestException"/>; null where it is about something else.</summary>
    public static Fault? Of(string message)
    {
        if (Unreadable().Match(message) is { Success: true } unreadable)
        {
            var name = Name(unreadable);
            return new Fault($"?{name}", "unreadable", $"{name} is '{unreadable.Groups["value"].Value}'; {FormOf(unreadable.Groups["type"].Value)}.");
        }
        return Missing().Match(message) is { Success: true } missing
            ? new Fault($"?{Name(missing)}", "missing", $"{Name(missing)} is missing.")
            : null;
    }

    private static string Name(Match match) => JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value);

    private static string FormOf(string type) =>
        type.Contains("bool", StringComparison.Ordinal) ? "give true or false"
        : type.Contains("int", StringComparison.Ordinal) || type.Contains("long", StringComparison.Ordinal) ? "give a whole number"
        : "it cannot be read";

    [GeneratedRegex("""^Failed to bind parameter "(?<type>.+) (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Unreadable();

    [GeneratedRegex("""^Required parameter "(?<type>.+) (?<name>\w+)" was not provided from query string\.$""")]
    private static partial Regex Missing();
}
