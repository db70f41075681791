using System.Diagnostics;
using NetApi.Tests.History;
using Xunit;

namespace NetApi.Tests.Privileged;

/// <summary>A disk that fails under the writer: it says since when and why, and goes on by itself when the cause is gone.</summary>
[Trait("Ring", "Privileged")]
public sealed class DiskFaultTests
{
    private const int DiskMb = 16;

    [Fact]
    public async Task A_full_disk()
    {
        Ring.Privileged();
        var directory = Directory.CreateTempSubdirectory("netapi-disk-");
        await using var storm = StormProcess.Start(directory.FullName, 1, ScratchDisk.Around(directory.FullName, DiskMb));
        await FailsAndRecoversAsync(
            storm,
            directory,
            files => ScratchDisk.Fill(Path.Combine(files, "fill")),
            files => File.Delete(Path.Combine(files, "fill")),
            "The disk is full");
        directory.Delete();
    }

    [Fact]
    public async Task A_directory_that_becomes_read_only()
    {
        Ring.Privileged();
        var directory = Directory.CreateTempSubdirectory("netapi-disk-");
        await using var storm = StormProcess.Start(directory.FullName, 2, ScratchDisk.Around(directory.FullName, DiskMb));
        await FailsAndRecoversAsync(
            storm,
            directory,
            _ =>
            {
                // Who has the file open may write on, so it is opened anew.
                Inside(storm.Pid, "mount", "--bind", directory.FullName, directory.FullName);
                Inside(storm.Pid, "mount", "-o", "remount,bind,ro", directory.FullName);
                storm.Tell(Storm.Reopen);
            },
            // The next try may have it open just then.
            _ => Inside(storm.Pid, "umount", "--lazy", directory.FullName),
            "cannot be ");
        directory.Delete();
    }

    private static async Task FailsAndRecoversAsync(StormProcess storm, DirectoryInfo directory, Action<string> cause, Action<string> mend, string words)
    {
        await storm.UntilAsync(line => line.StartsWith("kept", StringComparison.Ordinal));
        var files = $"/proc/{storm.Pid}/root{directory.FullName}";
        cause(files);
        var degraded = await storm.UntilAsync(line => line.StartsWith("degraded", StringComparison.Ordinal));
        Assert.Contains(words, degraded, StringComparison.Ordinal);
        Assert.True(DateTimeOffset.TryParse(degraded.Split(' ')[1], out _), degraded);
        mend(files);
        for (var more = 0; more < 5; more++)
            await storm.UntilAsync(line => line.StartsWith("kept", StringComparison.Ordinal));
        using var copy = new Adapters.Sqlite.TempData();
        // Its disk is gone with it, so the files are copied as a dead process leaves them.
        Signal(storm.Pid, "STOP");
        var kept = await storm.ToldAsync();
        copy.CopyFrom(new Adapters.Sqlite.TempData(files));
        Signal(storm.Pid, "CONT");
        File.Delete(Path.Combine(copy.Directory, "fill"));
        await KillTests.AssertThereAsync(copy, kept.Kept, kept.Snapshots, words);
    }

    internal static void Inside(int pid, params string[] command) => Run(["nsenter", "--mount", "--target", $"{pid}", .. command]);

    internal static void Signal(int pid, string signal) => Run(["kill", $"-{signal}", $"{pid}"]);

    private static void Run(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {error}");
    }
}
