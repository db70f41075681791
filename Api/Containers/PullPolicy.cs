namespace NetApi.Containers;

/// <summary>When an image is pulled before a container is created from it.</summary>
internal enum PullPolicy
{
    /// <summary>Where the engine lacks it.</summary>
    Missing,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>The words of requests for it.</summary>
internal static class PullPolicies
{
    /// <summary>Reads the word; <see cref="PullPolicy.Missing"/> where it is omitted, null where it is none.</summary>
    public static PullPolicy? Read(string? word) => word switch
    {
        null or "missing" => PullPolicy.Missing,
        "always" => PullPolicy.Always,
        "never" => PullPolicy.Never,
        _ => null,
    };
}
