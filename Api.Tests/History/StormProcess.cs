using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace NetApi.Tests.History;

/// <summary>A <see cref="Storm"/>, and what it told.</summary>
internal sealed class StormProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    private StormProcess(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
    }

    public int Pid => _process.Id;

    /// <summary>Revisions that were kept, with their hashes.</summary>
    public Dictionary<long, string> Kept { get; } = [];

    /// <summary>Snapshots that were kept, with their revisions.</summary>
    public Dictionary<string, long> Snapshots { get; } = [];

    public static StormProcess Start(string directory, int seed, params string[] around)
    {
        string[] command = [.. around, Path.Combine(AppContext.BaseDirectory, "Api.Tests"), Storm.Argument, directory, seed.ToString(CultureInfo.InvariantCulture)];
        return new StormProcess(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Started two hundred times, most of what it does is to start.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        })!);
    }

    public void Tell(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Reads on until it says a line of a kind.</summary>
    public async Task<string> UntilAsync(Func<string, bool> isIt)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await NextAsync(patience.Token) is { } line)
        {
            if (isIt(line))
                return line;
        }
        throw new InvalidOperationException("The storm ended by itself.");
    }

    /// <summary>What it has told by now, while it is stopped.</summary>
    public async Task<StormProcess> ToldAsync()
    {
        while (_lines.Reader.Count > 0)
            await NextAsync(CancellationToken.None);
        return this;
    }

    /// <summary><c>kill -9</c>, and what it had said until then.</summary>
    public async Task KillAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _process.Kill();
        await _process.WaitForExitAsync(patience.Token);
        await _reading.WaitAsync(patience.Token);
        while (await NextAsync(patience.Token) is not null)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task<string?> NextAsync(CancellationToken cancel)
    {
        if (!await _lines.Reader.WaitToReadAsync(cancel) || !_lines.Reader.TryRead(out var line))
            return null;
        var words = line.Split(' ');
        if (words is ["kept", var number, { Length: 64 } hash])
            Kept[long.Parse(number, CultureInfo.InvariantCulture)] = hash;
        else if (words is ["snapshot", var id, var revision])
            Snapshots[id] = long.Parse(revision, CultureInfo.InvariantCulture);
        return line;
    }

    // A line that was cut off by the end was told to nobody.
    private async Task ReadAsync()
    {
        var rest = "";
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            var lines = (rest + new string(buffer, 0, count)).Split('\n');
            foreach (var line in lines[..^1])
                _lines.Writer.TryWrite(line);
            rest = lines[^1];
        }
        _lines.Writer.Complete();
    }
}
