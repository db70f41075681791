using Xunit;

namespace NetApi.Tests;

/// <summary>What a test needs beyond the process it runs in.</summary>
internal static class Ring
{
    public static void Privileged() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");

    public static void Engine() =>
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NETAPI_LAB_DOCKER_HOST")), "needs the lab's engine (NETAPI_LAB_DOCKER_HOST)");
}
