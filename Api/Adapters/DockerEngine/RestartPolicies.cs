using Docker.DotNet.Models;

namespace NetApi.Adapters.DockerEngine;

/// <summary>Docker's words for when the engine starts a container again.</summary>
internal static class RestartPolicies
{
    public static string WordOf(RestartPolicyKind? kind) => kind switch
    {
        RestartPolicyKind.Always => "always",
        RestartPolicyKind.UnlessStopped => "unless-stopped",
        RestartPolicyKind.OnFailure => "on-failure",
        _ => "no",
    };

    /// <exception cref="ArgumentException"><paramref name="word"/> is none of Docker's.</exception>
    public static RestartPolicyKind KindOf(string word) => word switch
    {
        "no" => RestartPolicyKind.No,
        "always" => RestartPolicyKind.Always,
        "unless-stopped" => RestartPolicyKind.UnlessStopped,
        "on-failure" => RestartPolicyKind.OnFailure,
        _ => throw new ArgumentException($"'{word}' is no restart policy: no, always, unless-stopped or on-failure.", nameof(word)),
    };
}
