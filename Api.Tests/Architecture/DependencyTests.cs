using System.Reflection;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using Xunit;

namespace NetApi.Tests.Architecture;

/// <summary>Who may know whom: Domain knows the base class library alone, adapters know neither each other nor HTTP, each library is one adapter's.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Api = typeof(LiveState).Assembly;

    [Fact]
    public void Domain_knows_nothing_but_the_base_class_library()
    {
        var foreign = typeof(HostState).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !n.StartsWith("System", StringComparison.Ordinal) && n != "netstandard");
        Assert.Empty(foreign);
    }

    [Fact]
    public void Domain_does_no_input_or_output_and_asks_no_clock()
    {
        string[] forbidden = ["System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Net.Sockets.Socket", "System.Net.Http.HttpClient", "System.Diagnostics.Process", "System.TimeProvider"];
        var used = Dependencies.Of(typeof(HostState).Assembly).Where(d => forbidden.Contains(d.To) || (d.To == "System.DateTimeOffset" && d.Member is "get_UtcNow" or "get_Now") || (d.To == "System.DateTime" && d.Member is "get_UtcNow" or "get_Now"));
        Assert.Empty(used);
    }

    [Fact]
    public void Adapters_do_not_know_each_other()
    {
        var crossing = Dependencies.Of(Api).Where(d => AdapterOf(d.From) is { } from && AdapterOf(d.To) is { } to && from != to);
        Assert.Empty(crossing);
    }

    [Fact]
    public void Adapters_know_nothing_of_http_or_of_what_is_built_on_them()
    {
        var upward = Dependencies.Of(Api).Where(d => AdapterOf(d.From) is not null
            && (d.To.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                || (d.To.StartsWith("NetApi.", StringComparison.Ordinal) && AdapterOf(d.To) is null
                    && !d.To.StartsWith("NetApi.Domain.", StringComparison.Ordinal) && !d.To.StartsWith("NetApi.Json.", StringComparison.Ordinal))));
        Assert.Empty(upward);
    }

    [Theory]
    [InlineData("Docker.DotNet.", "DockerEngine")]
    [InlineData("Dapper.", "Sqlite")]
    [InlineData("Microsoft.Data.Sqlite.", "Sqlite")]
    public void A_library_is_known_in_one_adapter_only(string library, string adapter)
    {
        var users = Dependencies.Of(Api).Where(d => d.To.StartsWith(library, StringComparison.Ordinal)).Select(d => AdapterOf(d.From) ?? d.From).Distinct();
        Assert.Equal([adapter], users);
    }

    [Fact]
    public void The_types_of_the_docker_library_do_not_show_on_the_adapters_surface()
    {
        var shown = Api.GetExportedTypes().Where(t => AdapterOf(t.FullName!) == "DockerEngine")
            .SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly), (t, m) => $"{t.Name}.{m}")
            .Where(m => m.Contains("Docker.DotNet", StringComparison.Ordinal));
        Assert.Empty(shown);
    }

    private static string? AdapterOf(string type)
    {
        const string prefix = "NetApi.Adapters.";
        return type.StartsWith(prefix, StringComparison.Ordinal) ? type[prefix.Length..].Split('.')[0] : null;
    }
}
