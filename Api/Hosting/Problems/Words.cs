using System.Text.Json;

namespace NetApi.Hosting.Problems;

/// <summary>Reads query parameters that take one of a few words: those that the API answers with.</summary>
internal static class Words
{
    /// <summary>The value; null where none is given, or where it is at fault and <paramref name="faults"/> says so.</summary>
    public static T? Read<T>(string parameter, string? text, FaultList faults)
        where T : struct, Enum
    {
        if (text is null)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (WordOf(value) == text)
                return value;
        }
        faults.Add($"?{parameter}", "unknown-word", $"'{text}' is no {parameter}; give one of {string.Join(", ", Enum.GetValues<T>().Select(WordOf))}.");
        return null;
    }

    private static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
