namespace NetApi.Tests.Engine;

/// <summary>What an engine and its kernel hold, as their own tools print it, to be held against itself later.</summary>
internal static class LabState
{
    public static async Task<string> ReadAsync(LabDocker docker)
    {
        string[] parts =
        [
            await docker.DockerAsync("ps", "-aq", "--no-trunc"),
            await docker.DockerAsync("network", "ls", "-q", "--no-trunc"),
            await docker.DockerAsync("volume", "ls", "-q"),
            Sorted(await docker.DockerAsync("images", "-q", "--no-trunc")),
            WithoutComments(await LabApi.RunAsync("iptables-save")),
            await LabApi.RunAsync("sh", "-c", "ip -o link | cut -d: -f2 | cut -d@ -f1"),
        ];
        return string.Join("\n--\n", parts);
    }

    private static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));

    // Comments carry the time, chains their counters.
    private static string WithoutComments(string rules) => string.Join('\n', rules.Split('\n').Where(l => !l.StartsWith('#')).Select(l => l.Split(" [")[0]));
}
