using NetApi.Bench;
using NetApi.Bench.Answers;
using NetApi.Bench.History;
using NetApi.Bench.Hosts;
using NetApi.Bench.Reading;

if (args is [Constants.Command])
    return Constants.Serve();
if (Environment.ProcessId != 1)
{
    await Console.Error.WriteLineAsync("The bench makes thousands of network namespaces. Start it by scripts/bench.sh, which gives it network, mounts and process ids of its own.");
    return 2;
}
var plan = Plan.Parse(args);
var report = new Report();
var host = new SyntheticHost();
var reading = new ReadingBench(host, plan.Sizes.Rounds);
await using var service = new ServiceBench(plan, host);
try
{
    if (plan.Has(Topic.History))
        report.Add(await new HistoryBench(plan.Sizes).MeasureAsync());
    foreach (var size in plan.Topics.Any(t => t != Topic.History) ? plan.Readings : [])
    {
        await Console.Error.WriteLineAsync($"{size} namespaces");
        host.GrowTo(size);
        if (plan.Has(Topic.Reading))
            report.Add(reading.Measure(withOthers: size == plan.Sizes.Service));
        if (plan.Has(Topic.Answers) && size == plan.Sizes.Small)
            await service.MeasureAllocationAsync();
        if (size == plan.Sizes.Service)
            await service.MeasureAsync(report);
    }
    return 0;
}
catch (Exception failure)
{
    await Console.Error.WriteLineAsync($"The bench ends half-way: {failure}");
    return 1;
}
finally
{
    report.Write(Console.Out);
}
