using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Adapters.Sqlite;
using NetApi.History;
using NetApi.Tests.Adapters.Sqlite;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>The check and the backup over HTTP, the check on the command line, and putting a backup back.</summary>
public sealed class HistoryCareTests
{
    private static readonly Uri Check = new("/api/v1/history/check", UriKind.Relative);
    private static readonly Uri Backup = new("/api/v1/history/backup", UriKind.Relative);
    private static readonly Uri Snapshots = new("/api/v1/snapshots", UriKind.Relative);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_is_put_back_and_the_history_is_there()
    {
        using var data = new TempData();
        Directory.CreateDirectory(data.Directory);
        byte[] backup;
        string before, after;
        await using (var api = new InProcessNetApi(edge: null, data.Directory))
        {
            using var admin = api.Admin();
            before = await TakeAsync(admin);
            using var answer = await admin.GetAsync(Backup, Cancel);
            Assert.Equal((HttpStatusCode.OK, "application/vnd.sqlite3"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Matches(@"^netapi-\d{8}T\d{6}Z\.db$", answer.Content.Headers.ContentDisposition!.FileName);
            backup = await answer.Content.ReadAsByteArrayAsync(Cancel);
            Assert.Equal(backup.Length, answer.Content.Headers.ContentLength);
            after = await TakeAsync(admin);
        }
        // As docs/history.md says.
        File.Delete(data.File + "-wal");
        File.Delete(data.File + "-shm");
        await File.WriteAllBytesAsync(data.File, backup, Cancel);
        var (exitCode, output) = await NetApiProcess.RunToEndAsync(new Dictionary<string, string?>(), data.Directory, HistoryCheckCommand.Switch);
        Assert.Equal(0, exitCode);
        Assert.Matches($@"\A{Regex.Escape(data.File)}: sound; [1-9]\d* revisions, [1-9]\d* things in [1-9]\d* versions, \d+ changes, 1 snapshots; \d+ ms\.\z", output);
        // It is as it was put there, and NetApi starts on it.
        Assert.Equal(backup, await File.ReadAllBytesAsync(data.File, Cancel));
        Assert.False(File.Exists(data.File + "-wal"));
        await using (var api = new InProcessNetApi(edge: null, data.Directory))
        {
            using var admin = api.Admin();
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, $"/api/v1/snapshots/{before}"));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(admin, $"/api/v1/snapshots/{after}"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, $"/api/v1/links?at={before}"));
            await TakeAsync(admin);
            var report = JsonDocument.Parse(await admin.GetStringAsync(Check, Cancel)).RootElement;
            Assert.True(report.GetProperty("isSound").GetBoolean(), report.ToString());
            Assert.Equal(2, report.GetProperty("counts").GetProperty("snapshots").GetInt32());
        }
    }

    [Fact]
    public async Task One_at_a_time()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        var care = api.Services.GetRequiredService<HistoryCare>();
        using (care.TryCheck())
        using (care.TryBackUp())
        {
            foreach (var path in new[] { Check, Backup })
            {
                using var answer = await admin.GetAsync(path, Cancel);
                await answer.ReadProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
                Assert.Equal("5", answer.Headers.GetValues("Retry-After").Single());
            }
        }
        foreach (var path in new[] { Check, Backup, Check, Backup })
        {
            using var answer = await admin.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await answer.Content.ReadAsByteArrayAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_file_that_is_gone_is_told()
    {
        await using var api = new InProcessNetApi();
        using var admin = api.Admin();
        var file = Path.Combine(api.DataDirectory, Database.FileName);
        File.Move(file, file + ".away");
        SqliteConnection.ClearAllPools();
        foreach (var path in new[] { Check, Backup })
        {
            using var answer = await admin.GetAsync(path, Cancel);
            await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable");
        }
        File.Move(file + ".away", file);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, Check.OriginalString));
    }

    [Fact]
    public async Task The_command_tells_by_its_exit_code_and_writes_nothing()
    {
        using var data = new TempData();
        await HistoryCheckTests.KeepSomeAsync(data);
        var before = data.Bytes();
        var (exitCode, output) = await NetApiProcess.RunToEndAsync(new Dictionary<string, string?>(), data.Directory, HistoryCheckCommand.Switch);
        Assert.Equal((0, 1), (exitCode, output.Split('\n').Length));
        Assert.StartsWith($"{data.File}: sound; 3 revisions, ", output, StringComparison.Ordinal);
        Assert.Equal(before, data.Bytes());

        data.Shell("DELETE FROM ended");
        before = data.Bytes();
        (exitCode, output) = await NetApiProcess.RunToEndAsync(new Dictionary<string, string?>(), "/nonexistent", HistoryCheckCommand.Switch, $"--NetApi:DataDirectory={data.Directory}");
        Assert.Equal(1, exitCode);
        Assert.Contains("version-not-ended: ", output, StringComparison.Ordinal);
        Assert.Equal(before, data.Bytes());
    }

    [Fact]
    public async Task A_mistyped_switch_starts_nothing()
    {
        using var data = new TempData();
        var (exitCode, output) = await NetApiProcess.RunToEndAsync(new Dictionary<string, string?>(), data.Directory, "--check-histroy");
        Assert.Equal(1, exitCode);
        Assert.Equal("NetApi does not start: '--check-histroy' is no switch of it. There is --check-history; settings are given as --NAME=VALUE, or in the environment as README.md has them.", output);
        Assert.False(Directory.Exists(data.Directory));
    }

    [Fact]
    public async Task The_command_makes_no_database()
    {
        using var data = new TempData();
        var (exitCode, output) = await NetApiProcess.RunToEndAsync(new Dictionary<string, string?>(), data.Directory, HistoryCheckCommand.Switch);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("The history cannot be checked: There is no ", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data.Directory));
    }

    private static async Task<string> TakeAsync(HttpClient client)
    {
        using var answer = await client.PostAsync(Snapshots, null, Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return answer.StatusCode;
    }
}
