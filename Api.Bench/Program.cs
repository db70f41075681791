using NetApi.Bench;
using NetApi.Bench.Hosts;
using NetApi.Bench.Reading;

if (Environment.ProcessId != 1)
{
    await Console.Error.WriteLineAsync("The bench makes thousands of network namespaces. Start it by scripts/bench.sh, which gives it network, mounts and process ids of its own.");
    return 2;
}
var plan = Plan.Parse(args);
var rows = new List<Row>();
var host = new SyntheticHost();
var reading = new ReadingBench(host, plan.Sizes.Rounds);
foreach (var size in plan.Has(Topic.Reading) ? plan.Sizes.Readings : [plan.Sizes.Service])
{
    await Console.Error.WriteLineAsync($"{size} namespaces");
    host.GrowTo(size);
    if (plan.Has(Topic.Reading))
        rows.AddRange(reading.Measure(withOthers: size == plan.Sizes.Service));
}
Report.Write(rows, Console.Out);
return 0;
