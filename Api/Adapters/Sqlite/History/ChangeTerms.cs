using System.Text.Json;
using NetApi.Domain.Diff;

namespace NetApi.Adapters.Sqlite.History;

/// <summary>The words by which a change is found in the timeline.</summary>
internal static class ChangeTerms
{
    private const string KeyPrefix = "key:";

    /// <summary>The thing that changed, by its entity and key.</summary>
    public static string Subject(Change change) => Key(change.Entity, change.Key);

    /// <summary>All words of a change but its subject.</summary>
    public static IEnumerable<string> Of(Change change)
    {
        var scope = ChangeScope.Of(change);
        return [Entity(change.Entity), .. scope.Containers.Select(Container), .. scope.Networks.Select(Network)];
    }

    /// <summary>Entity and key of a subject.</summary>
    public static (ChangeEntity Entity, string Key) Parse(string subject)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        return (Enum.Parse<ChangeEntity>(subject.AsSpan(KeyPrefix.Length, slash - KeyPrefix.Length), ignoreCase: true), subject[(slash + 1)..]);
    }

    public static string Key(ChangeEntity entity, string key) => $"{KeyPrefix}{InWords(entity)}/{key}";

    public static string Entity(ChangeEntity entity) => $"entity:{InWords(entity)}";

    public static string Container(string name) => $"container:{name}";

    public static string Network(string name) => $"network:{name}";

    private static string InWords(ChangeEntity entity) => JsonNamingPolicy.CamelCase.ConvertName(entity.ToString());
}
