using System.Globalization;
using NetApi.Bench.Service;

namespace NetApi.Bench.Answers;

/// <summary>How much an answer drawn from the state costs, beside a constant of the same bytes from the same server.</summary>
internal sealed class AnswersBench(NetApiServer server, int seconds, int containers)
{
    private const string Topology = "/api/v1/topology";
    private const double LeastOfConstant = 0.9;
    private const int Rounds = 3;
    private const int CountedRequests = 200;
    private const double MostNoiseBytes = 1024;

    /// <summary>Measures throughput, of 304 too, and allocation.</summary>
    /// <param name="constant">The file that the constant is read from.</param>
    /// <param name="smallerAllocation">What a smaller topology's answer allocates, in bytes; null where that was not measured.</param>
    public async Task<IReadOnlyList<Row>> MeasureAsync(string constant, double? smallerAllocation)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"GET {Topology}, {containers:#,0} containers");
        using var answer = await server.Client.GetAsync(NetApiServer.At(Topology));
        if (!answer.IsSuccessStatusCode)
            return [Row.NotMeasured(Topic.Answers, what, $"this NetApi answers {(int)answer.StatusCode}", "at least 0.9 × a constant")];
        var body = await answer.Content.ReadAsByteArrayAsync();
        await File.WriteAllBytesAsync(constant, body);
        var size = string.Create(CultureInfo.InvariantCulture, $"{body.Length / 1024.0:#,0} kB");
        return
        [
            Compare($"{what}, {size}, against a constant of the same bytes", Topology, [], Constants.Bytes),
            Compare($"{what}, 304, against an empty 200", Topology, [$"If-None-Match: {answer.Headers.ETag}"], Constants.Empty),
            await AllocationAsync(what, smallerAllocation),
            await MemoryAsync(),
        ];
    }

    /// <summary>Bytes that the server allocates for each request; null where it has no such endpoint.</summary>
    public async Task<double?> AllocatedByTopologyAsync() => await server.HasAsync(Topology) ? await AllocatedByAsync(Topology) : null;

    // Counters of the whole process: a few hundred bytes are the timers' and the connection's.
    private async Task<Row> AllocationAsync(string what, double? smaller)
    {
        var (own, constant) = (await AllocatedByAsync(Topology), await AllocatedByAsync(Constants.Bytes));
        return new Row(
            Topic.Answers,
            $"{what}: allocated for each request",
            string.Create(CultureInfo.InvariantCulture, $"{own:#,0} bytes, smaller topology {smaller:#,0}, constant {constant:#,0}"),
            "no growth with the topology",
            "",
            smaller is null ? null : own < smaller + MostNoiseBytes);
    }

    // The rounds alternate, so that what disturbs one disturbs both.
    private Row Compare(string what, string path, string[] headers, string constantPath)
    {
        var (own, constant) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            own.Add(ThroughputOf(path, headers));
            constant.Add(ThroughputOf(constantPath, []));
        }
        // The first round is for the compiler.
        var (ours, theirs) = (own.Skip(1).Order().ElementAt(Rounds / 2), constant.Skip(1).Order().ElementAt(Rounds / 2));
        return Row.AtLeast(Topic.Answers, what, string.Create(CultureInfo.InvariantCulture, $"{ours:#,0}/s, {theirs:#,0}/s"), ours / theirs, LeastOfConstant);
    }

    private double ThroughputOf(string path, string[] headers) =>
        Wrk.Throughput(NetApiServer.At(path), [$"Authorization: Bearer {server.Key}", .. headers], seconds);

    private async Task<double> AllocatedByAsync(string path)
    {
        var before = await AllocatedAsync();
        for (var request = 0; request < CountedRequests; request++)
        {
            using var answer = await server.Client.GetAsync(NetApiServer.At(path));
            answer.EnsureSuccessStatusCode();
        }
        return (await AllocatedAsync() - before) / (double)CountedRequests;
    }

    private async Task<long> AllocatedAsync() =>
        long.Parse(await server.Client.GetStringAsync(NetApiServer.At(Constants.Allocated)), CultureInfo.InvariantCulture);

    private async Task<Row> MemoryAsync()
    {
        using var collected = await server.Client.GetAsync(NetApiServer.At(Constants.Collect));
        collected.EnsureSuccessStatusCode();
        var (resident, own) = ProcessUsage.Memory(server.Pid);
        return new Row(Topic.Idle, "after that load and a full collection: memory", string.Create(CultureInfo.InvariantCulture, $"{resident:0} MB resident, {own:0} MB of it private"));
    }
}
