using System.Collections.Immutable;
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

    /// <summary>The values of a parameter that takes several words, each on its own or several behind commas; <paramref name="faults"/> says which are none.</summary>
    public static ImmutableHashSet<T> ReadMany<T>(string parameter, string[]? texts, FaultList faults)
        where T : struct, Enum
    {
        var known = Enum.GetValues<T>().ToDictionary(WordOf, value => value, StringComparer.Ordinal);
        var found = ImmutableHashSet.CreateBuilder<T>();
        foreach (var word in (texts ?? []).SelectMany(t => t.Split(',')))
        {
            if (known.TryGetValue(word, out var value))
                found.Add(value);
            else
                faults.Add($"?{parameter}", "unknown-word", $"'{word}' is no {parameter}{NearMiss.Question(word, known.Keys)} Give some of {string.Join(", ", known.Keys)}.");
        }
        return found.ToImmutable();
    }

    private static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
