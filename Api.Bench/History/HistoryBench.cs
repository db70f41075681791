using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using NetApi.Adapters.Sqlite.History;
using NetApi.Diffs;
using NetApi.Domain.Graph;
using NetApi.Domain.Topology;
using NetApi.Graph;
using NetApi.History.Lives;
using NetApi.Hosting;
using NetApi.Hosting.Paging;

namespace NetApi.Bench.History;

/// <summary>Keeps many revisions of a made-up host, and asks for them.</summary>
/// <param name="sizes">How much.</param>
internal sealed class HistoryBench(Sizes sizes)
{
    private const double Kilobyte = 1000;
    private const int NaiveRows = 40;
    private const int Questions = 20;

    // So often is asked before it counts: a service has run for a while, and its code is compiled.
    private const int Rehearsals = 40;
    private const int ChangesASecond = 100;

    private static readonly JsonSerializerOptions Json = MakeJson();

    private readonly MadeUpHost _host = new(sizes.HistoryContainers);

    /// <summary>Measures all of it.</summary>
    public async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var directory = Directory.CreateTempSubdirectory("netapi-bench-history-");
        try
        {
            await using var kept = await KeptHistory.CreateAsync(directory.FullName);
            var rows = new List<Row>();
            await kept.GrowAsync(_host, 1);
            var first = kept.Live.Current!;
            var empty = BytesOf(directory);
            await kept.GrowAsync(_host, sizes.HistoryRevisions);
            rows.AddRange(Sizes(kept, directory, empty));
            var naive = Naive(directory, kept.Live.Current!);
            rows.AddRange(naive.Rows);
            rows.AddRange(await TimeTravelAsync(kept, naive.Read));
            rows.AddRange(await DiffsAsync(kept, first));
            rows.AddRange(await LivesAsync(kept, naive.Shell));
            rows.AddRange(await SustainedAsync(kept));
            rows.AddRange(await RetentionBench.MeasureAsync(kept, sizes.HistoryRevisions));
            return rows;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private string Host => string.Create(CultureInfo.InvariantCulture, $"{sizes.HistoryRevisions:#,0} revisions of {sizes.HistoryContainers:#,0} containers");

    private IEnumerable<Row> Sizes(KeptHistory kept, DirectoryInfo directory, long empty)
    {
        var bytes = BytesOf(directory);
        var (each, spent) = ((bytes - empty) / (double)sizes.HistoryRevisions, kept.Spent.TotalMilliseconds / sizes.HistoryRevisions);
        yield return new Row(Topic.History, "one change, stored: bytes on disk", string.Create(CultureInfo.InvariantCulture, $"{each:#,0} bytes"), "2,000 or less", "", each <= 2 * Kilobyte);
        yield return new Row(Topic.History, "one change, stored: processor time", Figures.Text(spent), "2 ms or less", "", spent <= 2);
        yield return new Row(Topic.History, $"{Host}: the file", string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:#,0} MB"), "under 250 MB", "", bytes < 250e6);
    }

    private (IReadOnlyList<Row> Rows, double Read, double Shell) Naive(DirectoryInfo directory, HostState state)
    {
        using var naive = new NaiveHistory(Path.Combine(directory.FullName, "naive.db"));
        var (write, read) = (new Figures(), new Figures());
        for (var i = 0; i < NaiveRows; i++)
            write.Time(() => naive.Add(state));
        for (var i = 1; i <= 5; i++)
            read.Time(() => naive.Read(i));
        var shell = naive.Shell("10.0.200.2/16").TotalMilliseconds / NaiveRows;
        var each = naive.Bytes / (double)naive.Count;
        var full = each * sizes.HistoryRevisions;
        var mine = BytesOf(directory) / (double)sizes.HistoryRevisions;
        return (
            [
                Row.AtLeast(Topic.History, "a full JSON document a revision beside it", string.Create(CultureInfo.InvariantCulture, $"{each / 1e6:0.0} MB a revision, {full / 1e9:#,0} GB for all (from {NaiveRows} rows)"), each / mine, 200),
                new Row(Topic.History, "… to write one", Figures.Text(write.Median)),
                new Row(Topic.History, "… to read one", Figures.Text(read.Median)),
                new Row(Topic.History, "… who had an address, by the sqlite3 shell", string.Create(CultureInfo.InvariantCulture, $"{shell:0.0} ms a row, {shell * sizes.HistoryRevisions / 1000:#,0} s for all")),
            ],
            read.Median,
            shell * sizes.HistoryRevisions);
    }

    private async Task<IReadOnlyList<Row>> TimeTravelAsync(KeptHistory kept, double naive)
    {
        var (live, past, state) = (new Figures(), new Figures(), new Figures());
        for (var i = 0; i < Rehearsals; i++)
            Answer(await kept.ReadColdAsync(1 + i));
        for (var i = 0; i < 5; i++)
            live.Time(() => Answer(kept.Live.Current! with { }));
        for (var i = 0; i < Questions; i++)
        {
            GC.Collect();
            var revision = 1 + ((long)i * sizes.HistoryRevisions / Questions);
            var start = Stopwatch.GetTimestamp();
            var then = await kept.ReadColdAsync(revision);
            state.Add(Stopwatch.GetElapsedTime(start));
            Answer(then);
            past.Add(Stopwatch.GetElapsedTime(start));
        }
        var limit = (2 * live.Median) + 20;
        return
        [
            new Row(Topic.History, "the topology as it is, made anew", Figures.Text(live.Median)),
            new Row(Topic.History, "the topology at any of them, nothing cached", $"p50 {Figures.Text(past.Median)}, worst {Figures.Text(past.Quantile(1))}", $"worst {Figures.Text(limit)} (2 × live + 20 ms)", "", past.Quantile(1) <= limit),
            new Row(Topic.History, "… of that, the state", $"p50 {Figures.Text(state.Median)}, worst {Figures.Text(state.Quantile(1))}", "", string.Create(CultureInfo.InvariantCulture, $"{naive / state.Median:0.#} × faster than a full JSON row")),
        ];
    }

    private async Task<IReadOnlyList<Row>> DiffsAsync(KeptHistory kept, HostState first)
    {
        var (ends, any, changes) = (new Figures(), new Figures(), 0);
        for (var i = 0; i < Rehearsals; i++)
            AnswerDiff(await kept.ReadColdAsync(1 + i), kept.Live.Current!);
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            changes = AnswerDiff(await kept.ReadColdAsync(first.Revision), kept.Live.Current!);
            ends.Add(Stopwatch.GetElapsedTime(start));
        }
        for (var i = 0; i < Questions; i++)
        {
            GC.Collect();
            var (from, to) = (1 + ((long)i * sizes.HistoryRevisions / Questions), 1 + ((long)(Questions - i) * sizes.HistoryRevisions / Questions));
            var start = Stopwatch.GetTimestamp();
            var (earlier, later) = await kept.ReadBothColdAsync(from, to);
            AnswerDiff(earlier, later);
            any.Add(Stopwatch.GetElapsedTime(start));
        }
        return
        [
            new Row(Topic.History, string.Create(CultureInfo.InvariantCulture, $"diff of the first with the last ({changes:#,0} changes), with its JSON"), $"p50 {Figures.Text(ends.Median)}, worst {Figures.Text(ends.Quantile(1))}", "50 ms or less", "", ends.Quantile(1) <= 50),
            new Row(Topic.History, "diff of any two, with its JSON", $"p50 {Figures.Text(any.Median)}, worst {Figures.Text(any.Quantile(1))}", "50 ms or less", "", any.Quantile(1) <= 50),
        ];
    }

    private static async Task<IReadOnlyList<Row>> LivesAsync(KeptHistory kept, double shell)
    {
        var rows = new List<Row>();
        // A busy one and a quiet one of each.
        await AskAsync("an address", [IPAddress.Parse("10.0.7.2"), IPAddress.Parse("10.0.200.2")], (s, a) => Count(s, AddressLife.Find(s, a)));
        await AskAsync("a port", [20_007, 20_200, 80], (s, p) => Count(s, PortLife.Find(s, p)));
        await AskAsync("a container", ["web-0007", "web-0200"], (s, n) => Count(s, ContainerLife.Find(s, n)));
        return rows;

        async Task AskAsync<T>(string what, T[] questions, Func<HistorySession, T, int> ask)
        {
            var (figures, lives) = (new Figures(), 0);
            for (var i = 0; i < Rehearsals; i++)
                await kept.Store.LookAsync(session => ask(session, questions[i % questions.Length]), CancellationToken.None);
            for (var i = 0; i < Questions; i++)
            {
                var question = questions[i % questions.Length];
                var start = Stopwatch.GetTimestamp();
                var found = await kept.Store.LookAsync(session => ask(session, question), CancellationToken.None);
                figures.Add(Stopwatch.GetElapsedTime(start));
                lives = Math.Max(lives, found);
            }
            var ratio = what == "an address" ? string.Create(CultureInfo.InvariantCulture, $"{shell / figures.Median:#,0} × faster than sqlite3 over full JSON rows") : "";
            rows.Add(new Row(Topic.History, string.Create(CultureInfo.InvariantCulture, $"history of {what} (up to {lives} lives)"), $"p50 {Figures.Text(figures.Median)}, p95 {Figures.Text(figures.Quantile(0.95))}", "10 ms or less", ratio, figures.Quantile(0.95) <= 10));
        }
    }

    // A page, as the service tells it.
    private static int Count<T>(HistorySession history, IEnumerable<FoundLife<T>> found)
        where T : ILife => LifePage.Of(found, history, new PageBounds(PageQuery.DefaultLimit, null, ""), null).Items.Count;

    private async Task<IReadOnlyList<Row>> SustainedAsync(KeptHistory kept)
    {
        using var self = Process.GetCurrentProcess();
        var (count, pending, memory) = (0, 0, GC.GetTotalMemory(forceFullCollection: true));
        var (used, start) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(1000.0 / ChangesASecond));
        while (Stopwatch.GetElapsedTime(start) < sizes.Duration)
        {
            await ticks.WaitForNextTickAsync();
            kept.Publish(_host);
            kept.HandOver();
            count++;
            pending = Math.Max(pending, kept.Writer.Health.Pending);
        }
        var rate = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await kept.KeepAsync();
        self.Refresh();
        var share = 100 * ((self.TotalProcessorTime - used) / Stopwatch.GetElapsedTime(start));
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - memory) / 1e6;
        return
        [
            new Row(
                Topic.History,
                string.Create(CultureInfo.InvariantCulture, $"{ChangesASecond} changes a second for {sizes.Duration.TotalSeconds:0} s"),
                string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} a second, {pending} waited at the most, {grown:0.0} MB more memory afterwards, {share:0} % of a core with making them up and publishing"),
                "kept up with, no growth",
                "",
                rate > 0.99 * ChangesASecond && pending < ChangesASecond && grown < 20),
        ];
    }

    private static int AnswerDiff(HostState from, HostState to)
    {
        var diff = DiffResource.Of(new StateDiff(from, "from", to, "to", new DiffFilter([], [], [])));
        JsonSerializer.SerializeToUtf8Bytes(diff, Json);
        return diff.Changes.Count;
    }

    private static byte[] Answer(HostState state) => JsonSerializer.SerializeToUtf8Bytes(GraphResource.Of(TopologyGraph.Of(state)), Json);

    private static long BytesOf(DirectoryInfo directory) => directory.EnumerateFiles("netapi.db*").Sum(f => f.Length);

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions();
        WireJson.Apply(json);
        return json;
    }
}
