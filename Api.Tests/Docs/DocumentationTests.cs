using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Hosting;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using Xunit;

namespace NetApi.Tests.Docs;

/// <summary>README and docs say what the code does.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    [Fact]
    public async Task The_readmes_table_names_every_endpoint_with_its_scope()
    {
        await using var api = new InProcessNetApi();
        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<RequiredScope>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, (e, method) =>
                $"{method} {e.RoutePattern.RawText!.Replace("/api/v1", "", StringComparison.Ordinal).TrimEnd('/')} {e.Metadata.GetMetadata<RequiredScope>()!.Scope.ToString().ToLowerInvariant()}");
        var table = EndpointRow().Matches(Read("README.md")).Select(m => $"{m.Groups["endpoint"]} {m.Groups["scope"]}");
        Assert.Equal(endpoints.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_names_every_option()
    {
        var readme = Read("README.md");
        Assert.All(typeof(NetApiOptions).GetProperties(), p => Assert.Contains($"`NetApi__{p.Name}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_catalogue_names_every_kind_of_problem_with_its_status()
    {
        var rows = ProblemRow().Matches(Read("docs/problems.md")).Select(m => (m.Groups["code"].Value, m.Groups["status"].Value));
        Assert.Equal(ProblemKinds.All.Values.Select(k => $"{k.Code} {k.Status}"), rows.Select(r => $"{r.Item1} {r.Item2}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_catalogue_names_every_code_of_a_fault()
    {
        var named = FaultCode().Matches(Read("docs/problems.md").Split("## Codes of faults")[1]).Select(m => m.Groups[1].Value).ToHashSet();
        var given = Directory.GetFiles(Path.Combine(Repository, "Api"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => GivenCode().Matches(File.ReadAllText(f)).Select(m => m.Groups["code"].Value))
            .ToHashSet();
        Assert.NotEmpty(given);
        Assert.Empty(given.Except(named));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository, file));

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| `(?<endpoint>[A-Z]+ /\S+)` \| (?<scope>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex EndpointRow();

    [GeneratedRegex(@"^\| `(?<code>[a-z-]+)` \| (?<status>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ProblemRow();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex FaultCode();

    [GeneratedRegex("""(?:faults\.Add(?:Conflict)?\(\s*(?:new\()?|new Fault\()[^;"]*(?:\$?"[^"]*"[^;"]*)?,\s*"(?<code>[a-z]+(?:-[a-z]+)*)"\s*,""")]
    private static partial Regex GivenCode();
}
