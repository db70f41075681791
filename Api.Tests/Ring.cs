using System.Globalization;
using NetApi.Tests.Browser;
using Xunit;

namespace NetApi.Tests;

/// <summary>What a test needs beyond the runtime. Without it a test is skipped with the reason, and fails in CI, where nothing may hide.</summary>
internal static class Ring
{
    // linux/capability.h
    private const int CapNetAdmin = 12;
    private const int CapSysAdmin = 21;

    /// <summary>The test makes network namespaces of its own.</summary>
    public static void Privileged() =>
        Require(Holds(CapNetAdmin) && Holds(CapSysAdmin), "makes network namespaces: needs CAP_NET_ADMIN and CAP_SYS_ADMIN, run it as root");

    /// <summary>Whether there is a lab with an engine.</summary>
    public static bool HasEngine => Environment.GetEnvironmentVariable("NETAPI_LAB_DOCKER_HOST") is { Length: > 0 };

    /// <summary>The test talks to the lab's engine.</summary>
    public static void Engine() =>
        Require(HasEngine, "needs the lab's engine (NETAPI_LAB_DOCKER_HOST): run scripts/test.sh as root");

    /// <summary>The test looks at pages with a real browser, as Debian packages it. Ubuntu's packages only install a snap, which does not run as root in a network namespace.</summary>
    public static void Browser() =>
        Require(File.Exists(Chromium.BrowserPath) && File.Exists(Chromium.DriverPath), "needs Debian's packages chromium and chromium-driver");

    /// <summary>The test has Graphviz read what was written.</summary>
    public static void Graphviz() => Require(File.Exists("/usr/bin/dot"), "needs the package graphviz");

    private static void Require(bool condition, string reason)
    {
        if (condition)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static bool Holds(int capability)
    {
        var line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        return (ulong.Parse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << capability)) != 0;
    }
}
