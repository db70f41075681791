using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using NetApi.Adapters.Netlink.Interop;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink;

/// <summary>The C compiler is the witness that our structs and constants are the kernel's.</summary>
public class AbiTests
{
    private static readonly Type[] Declared =
    [
        .. typeof(KernelHeaderAttribute).Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<KernelHeaderAttribute>() is not null)
            .OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Structs_and_constants_are_those_of_the_kernels_headers()
    {
        var (exitCode, words) = await CompileAsync(Proof(asserts: true));
        Assert.True(exitCode == 0, words);
    }

    [Fact]
    public async Task The_proof_fails_where_a_value_is_wrong()
    {
        var (exitCode, words) = await CompileAsync(Proof(asserts: false) + "_Static_assert(sizeof(struct nlmsghdr) == 17, \"wrong\");\n");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("static assertion failed", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_of_the_interop_layer_that_mirrors_the_kernel_is_in_the_proof()
    {
        var missing = typeof(KernelHeaderAttribute).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(KernelHeaderAttribute).Namespace && !t.IsNested && !Declared.Contains(t))
            .Where(t => t.IsValueType || t.GetFields(BindingFlags.Public | BindingFlags.Static).Any(f => f.IsLiteral));
        Assert.Empty(missing);
        Assert.InRange(Declared.Length, 20, 100);
    }

    private static string Proof(bool asserts)
    {
        var source = new StringBuilder("#define _GNU_SOURCE\n#include <stddef.h>\n");
        foreach (var header in Declared.Select(t => t.GetCustomAttribute<KernelHeaderAttribute>()!.Path).Distinct().OrderByDescending(h => h.StartsWith("sys/", StringComparison.Ordinal)).ThenBy(h => h, StringComparer.Ordinal))
            source.Append(CultureInfo.InvariantCulture, $"#include <{header}>\n");
        foreach (var assertion in asserts ? Declared.SelectMany(Assertions) : [])
            source.Append(CultureInfo.InvariantCulture, $"_Static_assert({assertion}, \"\");\n");
        return source.ToString();
    }

    private static IEnumerable<string> Assertions(Type type) => type.IsValueType ? OfStruct(type) : OfConstants(type);

    private static IEnumerable<string> OfStruct(Type type) =>
    [
        $"sizeof(struct {type.Name}) == {Marshal.SizeOf(type)}",
        .. type.GetFields().SelectMany(f => (string[])
        [
            $"offsetof(struct {type.Name}, {f.Name}) == {Marshal.OffsetOf(type, f.Name)}",
            .. f.FieldType == typeof(nlmsghdr) ? [] : new[] { $"sizeof(((struct {type.Name} *)0)->{f.Name}) == {Marshal.SizeOf(f.FieldType)}" },
        ]),
    ];

    private static IEnumerable<string> OfConstants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral)
        .Select(f => $"(long long)({f.Name}) == {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}LL");

    private static async Task<(int ExitCode, string Words)> CompileAsync(string source)
    {
        var file = Path.Combine(Path.GetTempPath(), $"netapi-abi-{Guid.NewGuid():N}.c");
        await File.WriteAllTextAsync(file, source, TestContext.Current.CancellationToken);
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("cc", ["-std=gnu11", "-fsyntax-only", file]) { RedirectStandardError = true })!;
            var words = await compiler.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (compiler.ExitCode, words);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
