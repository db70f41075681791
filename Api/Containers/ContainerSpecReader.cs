using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NetApi.Adapters.DockerEngine;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Reads what a request asks for, and lists every fault that can be told without looking at the host.</summary>
internal static partial class ContainerSpecReader
{
    // The engine refuses less (daemon_unix.go: linuxMinMemory).
    private const long MinMemoryBytes = 6 * 1024 * 1024;

    private static readonly ImmutableArray<string> RestartPolicies = ["no", "always", "unless-stopped", "on-failure"];

    /// <summary>The container the request asks for; of what is at fault only the parts that could be read.</summary>
    public static ContainerSpec Read(CreateContainerRequest request, FaultList faults)
    {
        CheckName(request.Name, faults);
        CheckImage(request.Image, faults);
        CheckMap(request.Env, "/env", faults);
        CheckMap(request.Labels, "/labels", faults);
        if (request.RestartPolicy is { } policy && !RestartPolicies.Contains(policy))
            faults.Add("/restartPolicy", "unknown-word", $"'{policy}' is no restart policy; give {string.Join(", ", RestartPolicies)}.");
        if (request.MemoryLimitBytes is < MinMemoryBytes)
            faults.Add("/memoryLimitBytes", "out-of-range", $"memoryLimitBytes is {request.MemoryLimitBytes}; the engine takes {MinMemoryBytes} (6 MiB) or more.");
        if (PullPolicies.Read(request.Pull) is null)
            faults.Add("/pull", "unknown-word", $"'{request.Pull}' is no pull policy; give missing, always or never.");
        return new ContainerSpec
        {
            Name = request.Name,
            Image = request.Image ?? "",
            Command = [.. request.Command ?? []],
            Entrypoint = [.. request.Entrypoint ?? []],
            Env = Sorted(request.Env),
            Labels = Sorted(request.Labels),
            Tty = request.Tty,
            OpenStdin = request.OpenStdin,
            Ports = PortReader.Read(request.Ports ?? [], faults),
            Networks = AttachmentReader.Read(request.Networks ?? [], faults),
            Volumes = [.. (request.Volumes ?? []).Select((v, i) => ReadVolume(v, $"/volumes/{i}", faults))],
            RestartPolicy = request.RestartPolicy ?? "no",
            MemoryLimitBytes = request.MemoryLimitBytes,
        };
    }

    private static void CheckName(string? name, FaultList faults)
    {
        if (name is not null && !EngineName().IsMatch(name))
            faults.Add("/name", "malformed-name", $"'{name}' is no name: begin with a letter or digit, then letters, digits, '_', '.' and '-', two characters or more.");
    }

    private static void CheckImage(string? image, FaultList faults)
    {
        if (string.IsNullOrEmpty(image))
            faults.Add("/image", "missing", "image is missing; name one, such as nginx:1.27. GET /api/v1/images lists those the engine holds.");
        else if (!ImageReference.TryParse(image, out _))
            faults.Add("/image", "malformed-image", $"'{image}' is no image reference such as nginx, nginx:1.27 or registry:5000/team/app@sha256:….");
    }

    /// <summary>Names of environment variables and labels: the engine writes both as <c>NAME=VALUE</c>.</summary>
    internal static void CheckMap(IReadOnlyDictionary<string, string>? map, string pointer, FaultList faults)
    {
        foreach (var name in map?.Keys ?? [])
        {
            if (string.IsNullOrWhiteSpace(name) || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
                faults.Add(pointer, "malformed-name", $"'{name}' is no name: it must not be empty nor hold '='.");
        }
    }

    private static VolumeSpec ReadVolume(VolumeRequest volume, string pointer, FaultList faults)
    {
        if (volume.Name is null || !EngineName().IsMatch(volume.Name))
            faults.Add($"{pointer}/name", "malformed-name", $"'{volume.Name}' is no name of a volume. Host paths cannot be mounted; name a volume, it is made if there is none.");
        if (volume.Target is not ['/', _, ..] || volume.Target.Split('/').Contains(".."))
            faults.Add($"{pointer}/target", "malformed-path", $"'{volume.Target}' is no absolute path in the container, such as /data.");
        return new VolumeSpec(volume.Name ?? "", volume.Target ?? "", volume.ReadOnly);
    }

    private static ImmutableSortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string>? map) =>
        (map ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal);

    // moby's RestrictedNamePattern, for containers, networks and volumes alike.
    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]+\z")]
    internal static partial Regex EngineName();
}
