using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using NetApi.Adapters.Probing.Interop;
using Xunit;

namespace NetApi.Tests.Adapters.Probing;

/// <summary>The C compiler is the witness that structs and constants are those of the headers.</summary>
public class AbiTests
{
    private const string Headers = """
        #define _GNU_SOURCE
        #include <stddef.h>
        #include <errno.h>
        #include <poll.h>
        #include <time.h>
        #include <sys/socket.h>
        #include <netinet/in.h>
        #include <linux/errqueue.h>

        """;

    [Fact]
    public async Task Structs_and_constants_are_those_of_the_headers()
    {
        var types = typeof(LinuxErrqueue).Assembly.GetTypes().Where(t => t.Namespace == typeof(LinuxErrqueue).Namespace && !t.IsNested).ToList();
        var proof = types.SelectMany(t => t.IsValueType ? OfStruct(t) : OfConstants(t)).ToList();
        Assert.InRange(proof.Count, 50, 500);
        var (exitCode, words) = await CompileAsync(proof);
        Assert.True(exitCode == 0, words);
    }

    [Fact]
    public async Task The_proof_fails_where_a_value_is_wrong()
    {
        var (exitCode, words) = await CompileAsync(["sizeof(struct pollfd) == 9"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("static assertion failed", words, StringComparison.Ordinal);
    }

    private static IEnumerable<string> OfStruct(Type type) =>
        [$"sizeof(struct {type.Name}) == {Marshal.SizeOf(type)}", .. type.GetFields().Select(f => $"offsetof(struct {type.Name}, {f.Name}) == {Marshal.OffsetOf(type, f.Name)}")];

    private static IEnumerable<string> OfConstants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral)
        .Select(f => $"(long long)({f.Name}) == {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}LL");

    private static async Task<(int ExitCode, string Words)> CompileAsync(IEnumerable<string> assertions)
    {
        using var compiler = Process.Start(new ProcessStartInfo("cc", ["-std=gnu11", "-fsyntax-only", "-x", "c", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        await compiler.StandardInput.WriteAsync(Headers + string.Join('\n', assertions.Select(a => $"_Static_assert({a}, \"\");")) + "\n");
        compiler.StandardInput.Close();
        var words = await compiler.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (compiler.ExitCode, words);
    }
}
