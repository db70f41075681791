using NetApi.Tests.History;

namespace NetApi.Tests;

/// <summary>Runs the tests, as the entry point that xunit would generate; or the part of a test that is to be killed.</summary>
internal static class EntryPoint
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [Storm.Argument, var directory, var seed])
            return await Storm.RunAsync(directory, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        return args.Any(a => a is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
