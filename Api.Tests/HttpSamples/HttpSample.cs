using System.Globalization;
using System.Text.RegularExpressions;

namespace NetApi.Tests.HttpSamples;

/// <summary>A request of a .http file, as the REST clients of Visual Studio, VS Code and Rider read it.</summary>
/// <param name="Title">What stands behind <c>###</c>.</param>
/// <param name="Name">What <c># @name</c> calls it; null where nothing refers to it.</param>
/// <param name="Expect">The status that <c># expect</c> names.</param>
/// <param name="Until">Name of the server-sent event that <c># until</c> says is read to, of a stream without an end; null where all of the answer is read.</param>
/// <param name="Method">Method.</param>
/// <param name="Url">URL with placeholders.</param>
/// <param name="Headers">Headers with placeholders.</param>
/// <param name="Body">Body with placeholders; null for none.</param>
internal sealed partial record HttpSample(string Title, string? Name, int Expect, string? Until, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    /// <summary>Reads a file: its variables, and its requests in order.</summary>
    public static (Dictionary<string, string> Variables, List<HttpSample> Requests) Read(string text)
    {
        var parts = Separator().Split(text.ReplaceLineEndings("\n"));
        var variables = Variable().Matches(parts[0]).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Trim());
        return (variables, [.. parts.Skip(1).Select(ReadOne)]);
    }

    private static HttpSample ReadOne(string part)
    {
        var lines = part.Split('\n');
        var rest = lines.Skip(1).ToList();
        var comments = rest.Where(l => l.StartsWith('#')).ToList();
        var request = rest.SkipWhile(l => l.StartsWith('#') || l.Length == 0).ToList();
        var head = request.TakeWhile(l => l.Length > 0).ToList();
        var body = string.Join('\n', request.Skip(head.Count)).Trim();
        var line = head[0].Split(' ', 2);
        return new HttpSample(
            lines[0].Trim(),
            comments.Select(c => Match(c, @"^# @name (\S+)")).FirstOrDefault(n => n is not null),
            int.Parse(comments.Select(c => Match(c, @"^# expect (\d+)")).First(n => n is not null)!, CultureInfo.InvariantCulture),
            comments.Select(c => Match(c, @"^# until (\S+)")).FirstOrDefault(n => n is not null),
            line[0],
            line[1],
            [.. head.Skip(1).Select(h => h.Split(':', 2)).Select(h => (h[0].Trim(), h[1].Trim()))],
            body.Length == 0 ? null : body);
    }

    private static string? Match(string text, string pattern) => Regex.Match(text, pattern) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@(\w+)\s*=\s*(.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();
}
