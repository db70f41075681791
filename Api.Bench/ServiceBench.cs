using NetApi.Bench.Answers;
using NetApi.Bench.Engine;
using NetApi.Bench.Hosts;
using NetApi.Bench.Live;
using NetApi.Bench.Service;

namespace NetApi.Bench;

/// <summary>Measures NetApi as a process, over the host's containers and an engine that stands in for theirs.</summary>
internal sealed class ServiceBench(Plan plan, SyntheticHost host) : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("netapi-bench-");
    private StandInEngine? _engine;

    /// <summary>Bytes allocated for each answer at a smaller size, to see what grows; null where it was not measured.</summary>
    public double? SmallerAllocation { get; private set; }

    private int Containers => host.Containers.Count;

    /// <summary>Measures all that was planned, at the host's present size.</summary>
    /// <param name="report">Where the lines go, each as soon as it is known.</param>
    public async Task MeasureAsync(Report report)
    {
        if (plan.Has(Topic.Start))
            report.Add(await StartBench.MeasureAsync(StartAsync, plan.Sizes.Starts, Containers));
        if (plan.Has(Topic.Idle) || plan.Has(Topic.Events) || plan.Has(Topic.Churn))
            await MeasureLiveAsync(report);
        if (plan.Has(Topic.Answers))
            report.Add(await MeasureAnswersAsync());
    }

    /// <summary>Measures what an answer allocates at the host's present size.</summary>
    public async Task MeasureAllocationAsync()
    {
        await using var server = await ServeAsync();
        SmallerAllocation = await new AnswersBench(server, plan.Sizes.LoadSeconds, Containers).AllocatedByTopologyAsync();
        await DisposeEngineAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DisposeEngineAsync();
        _directory.Delete(recursive: true);
    }

    private async Task MeasureLiveAsync(Report report)
    {
        await using var server = await StartAsync();
        var engine = await EngineAsync();
        if (plan.Has(Topic.Idle))
            report.Add(await IdleBench.MeasureAsync(server, engine, plan.Sizes.Duration, Containers));
        if (plan.Has(Topic.Events))
            report.Add(await new EventsBench(host, engine, server, plan.Sizes.Samples).MeasureAsync());
        if (plan.Has(Topic.Churn))
            report.Add(await new ChurnBench(host, plan.Sizes.Duration).MeasureAsync(server, StartAsync));
    }

    private async Task<IReadOnlyList<Row>> MeasureAnswersAsync()
    {
        await using var server = await ServeAsync();
        return await new AnswersBench(server, plan.Sizes.LoadSeconds, Containers).MeasureAsync(ConstantFile, SmallerAllocation);
    }

    private string ConstantFile => Path.Combine(_directory.FullName, "constant");

    // As users start it.
    private async Task<NetApiServer> StartAsync() => await NetApiServer.StartAsync([plan.Program], _directory.FullName, (await EngineAsync()).Address);

    // With the constants beside its own endpoints, and with its own settings of the runtime.
    private async Task<NetApiServer> ServeAsync()
    {
        Environment.SetEnvironmentVariable(Constants.FileVariable, ConstantFile);
        string[] arguments = ["exec", "--runtimeconfig", Path.ChangeExtension(plan.Program, ".runtimeconfig.json"), typeof(ServiceBench).Assembly.Location, Constants.Command];
        return await NetApiServer.StartAsync(arguments, _directory.FullName, (await EngineAsync()).Address);
    }

    private async Task<StandInEngine> EngineAsync() =>
        _engine ??= await StandInEngine.StartAsync(Path.Combine(_directory.FullName, "docker.sock"), [.. host.Containers]);

    private async Task DisposeEngineAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        _engine = null;
    }
}
