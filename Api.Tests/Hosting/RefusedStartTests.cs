using System.Net;
using System.Net.Sockets;
using Dapper;
using Microsoft.Data.Sqlite;
using NetApi.Adapters.Sqlite;
using NetApi.Hosting;
using NetApi.Tests.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.Hosting;

/// <summary>A start that is refused ends with one line that says how to mend it, and exit code 1.</summary>
public sealed class RefusedStartTests
{
    [Fact]
    public async Task Plain_http_beyond_loopback()
    {
        var line = await RefusedAsync(new() { ["ASPNETCORE_URLS"] = "http://0.0.0.0:0" });
        Assert.Contains("http://0.0.0.0:0 without TLS", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none() =>
        Assert.Contains("'nonsense' is no address to listen on", await RefusedAsync(new() { ["ASPNETCORE_URLS"] = "nonsense" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_docker_host_that_is_malformed() =>
        Assert.Contains("DOCKER_HOST 'ssh://host' cannot be used", await RefusedAsync(new() { ["DOCKER_HOST"] = "ssh://host" }), StringComparison.Ordinal);

    [Fact]
    public async Task An_option_of_the_wrong_type() =>
        Assert.Contains("NetApi:AllowPlainHttp", await RefusedAsync(new() { ["NetApi__AllowPlainHttp"] = "perhaps" }), StringComparison.Ordinal);

    [Fact]
    public async Task Options_that_are_out_of_their_range_are_all_named()
    {
        var line = await RefusedAsync(new() { ["NetApi__HistoryMaxAgeDays"] = "-1", ["NetApi__HistoryMaxMegabytes"] = "-5" });
        Assert.Contains("NetApi__HistoryMaxAgeDays is -1; give a number of days", line, StringComparison.Ordinal);
        Assert.Contains("NetApi__HistoryMaxMegabytes is -5; give a number of megabytes", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written()
    {
        var file = Path.GetTempFileName();
        try
        {
            var line = await RefusedAsync(new() { ["NetApi__DataDirectory"] = Path.Combine(file, "data") });
            Assert.Contains($"The data directory {file}/data cannot be used", line, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_untouched()
    {
        var data = Directory.CreateTempSubdirectory("netapi-test-");
        try
        {
            Database.Open(data.FullName, TimeProvider.System).Dispose();
            var path = Path.Combine(data.FullName, Database.FileName);
            await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
                await connection.ExecuteAsync("INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (9999, '9999_later.sql', 'x', '2030-01-01T00:00:00.000Z')");
            var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            var line = await RefusedAsync([], data.FullName);
            Assert.Contains("9999", line, StringComparison.Ordinal);
            Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_database_that_another_process_holds_for_itself()
    {
        using var data = new TempData();
        data.Open().Dispose();
        await using var other = new SqliteConnection($"Data Source={data.File};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await other.ExecuteAsync("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE");
        Assert.Contains("Another process holds the database; end it, or wait until it is done.", await RefusedAsync([], data.Directory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        using var data = new TempData();
        Directory.CreateDirectory(data.Directory);
        await File.WriteAllTextAsync(data.File, new string('x', 5000), TestContext.Current.CancellationToken);
        Assert.Contains("The file is no SQLite database; move it away", await RefusedAsync([], data.Directory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var line = await RefusedAsync(new() { ["ASPNETCORE_URLS"] = $"http://{other.LocalEndpoint}" });
        Assert.Contains("Another NetApi may be running; choose another address with ASPNETCORE_URLS.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_another_one_serves()
    {
        using var data = new TempData();
        await using var first = await NetApiProcess.StartAsync(dataDirectory: data.Directory);
        Assert.Contains($"Another NetApi serves the data directory {data.Directory}. End it, or set NetApi__DataDirectory to another directory.", await RefusedAsync([], data.Directory), StringComparison.Ordinal);
        // One that was killed holds it no longer.
        await first.KillAsync();
        await using var second = await NetApiProcess.StartAsync(dataDirectory: data.Directory);
        Assert.Equal(HttpStatusCode.OK, (await second.Admin.GetAsync(new Uri("/api/v1/history/status", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_sentence_and_logged_by_nobody()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (_, output) = await NetApiProcess.RunToEndAsync(new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = $"http://{other.LocalEndpoint}" });
        Assert.DoesNotContain("fail: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.StartsWith("NetApi does not start: ", StringComparison.Ordinal));
    }

    private static async Task<string> RefusedAsync(Dictionary<string, string?> environment, string? data = null)
    {
        environment["Logging__LogLevel__Default"] = "None";
        environment["Logging__LogLevel__Microsoft.AspNetCore"] = "None";
        environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "None";
        var (exitCode, output) = await NetApiProcess.RunToEndAsync(environment, data);
        Assert.True(exitCode == StartRefusedException.ExitCode, $"{exitCode}: {output}");
        var line = Assert.Single(output.Split('\n'));
        Assert.StartsWith("NetApi does not start: ", line, StringComparison.Ordinal);
        return line;
    }
}
