using System.Text.RegularExpressions;

namespace NetApi.Hosting.Problems;

/// <summary>Translates the serializer's words into the API's.</summary>
public static partial class JsonPath
{
    /// <summary>A JSON Pointer (RFC 6901) of the serializer's path: <c>$.ports[0].hostIp</c> becomes <c>/ports/0/hostIp</c>.</summary>
    public static string ToPointer(string? path)
    {
        if (string.IsNullOrEmpty(path) || path == "$")
            return "";
        var steps = Steps().Matches(path).Select(m => m.Groups["quoted"] is { Success: true } quoted ? quoted.Value : m.Groups["plain"].Value);
        return string.Concat(steps.Select(s => "/" + s.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
    }

    /// <summary>Takes .NET's type names out of a message: callers know the API's words only.</summary>
    public static string WithoutTypeNames(string message)
    {
        var unknown = UnknownMember().Match(message);
        if (unknown.Success)
            return $"'{unknown.Groups["name"].Value}' is no member of this object; /swagger lists the members.";
        var duplicate = DuplicateMember().Match(message);
        if (duplicate.Success)
            return $"The member '{duplicate.Groups["name"].Value}' stands there twice.";
        var missing = MissingMembers().Match(message);
        if (missing.Success)
            return $"Required members are missing: {missing.Groups["names"].Value}.";
        return WrongType().IsMatch(message) ? "The value has the wrong type, or is none of the allowed words; /swagger shows the form." : message;
    }

    [GeneratedRegex(@"\['(?<quoted>.*?)'\](?=[.\[]|$)|[.\[](?<plain>[^.\[\]]+)\]?")]
    private static partial Regex Steps();

    [GeneratedRegex(@"^The JSON property '(?<name>.*)' could not be mapped to any \.NET member")]
    private static partial Regex UnknownMember();

    [GeneratedRegex(@"^Duplicate property '(?<name>.*)' encountered")]
    private static partial Regex DuplicateMember();

    [GeneratedRegex(@"missing required properties including: (?<names>.*?)\.?$")]
    private static partial Regex MissingMembers();

    [GeneratedRegex(@"could not be converted to|doesn't allow setting null|System\.")]
    private static partial Regex WrongType();
}
