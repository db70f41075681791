using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NetApi.Json;

/// <summary>Refuses null in lists and maps whose elements are not nullable; the serializer looks at nullable annotations of members, not of elements.</summary>
public static class NullElements
{
    /// <summary>Refuses them while reading, with the path of the list or map.</summary>
    public static void RefuseNullElements(this JsonSerializerOptions options) =>
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Guard);

    private static void Guard(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(p => p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable))))
        {
            if (member.Set is not { } set)
                continue;
            member.Set = (target, value) =>
            {
                if (value is IEnumerable elements && elements.Cast<object?>().Any(IsNull))
                    throw new JsonException("An element is null; leave it out.");
                set(target, value);
            };
        }
    }

    private static bool IsNull(object? element) => element is null or KeyValuePair<string, string> { Value: null };
}
