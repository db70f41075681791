using NetApi.Addresses;
using NetApi.Containers;
using NetApi.Diffs;
using NetApi.Events;
using NetApi.Fdb;
using NetApi.Graph;
using NetApi.Health;
using NetApi.History;
using NetApi.HostInfo;
using NetApi.Hosting;
using NetApi.Hosting.Problems;
using NetApi.Images;
using NetApi.Keys;
using NetApi.Links;
using NetApi.Neighbours;
using NetApi.Networks;
using NetApi.Operations;
using NetApi.PortForwarding;
using NetApi.Ports;
using NetApi.Reachability;
using NetApi.Routes;
using NetApi.RoutingRules;
using NetApi.Snapshots;
using NetApi.Sockets;
using NetApi.Topology;

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = HistoryCheckCommand.LeaveOut(args), ContentRootPath = AppContext.BaseDirectory });
    if (HistoryCheckCommand.IsIn(args))
        return HistoryCheckCommand.Run(builder.Configuration, Console.Out);
    builder.Services.AddHistory();
    builder.AddHosting();
    builder.Services.AddContainers();
    builder.Services.AddNetworks();
    builder.Services.AddImages();
    builder.Services.AddOperations();
    builder.Services.AddEvents();
    builder.Services.AddPortForwards();
    builder.Services.AddReachability();

    await using var app = builder.Build();
    app.UseHosting();
    app.MapHealth();
    var api = app.MapGroup("/api/v1").ProducesBodyProblems().RefusesUnknownParameters();
    api.MapHost();
    api.MapContainers();
    api.MapNetworks();
    api.MapImages();
    api.MapOperations();
    api.MapEvents();
    api.MapPortForwards();
    api.MapProbes();
    api.MapTopology();
    api.MapBridges();
    api.MapVethPairs();
    api.MapNamespaces();
    api.MapLinks();
    api.MapAddresses();
    api.MapRoutes();
    api.MapRoutingRules();
    api.MapNeighbours();
    api.MapFdb();
    api.MapSockets();
    api.MapPorts();
    api.MapSnapshots();
    api.MapDiff();
    api.MapHistory();
    api.MapKeys();
    await app.OpenStoreAsync();
    await app.OpenHistoryAsync();
    await app.ServeAsync();
    return 0;
}
catch (Exception refusal) when (StartRefusedException.MessageOf(refusal) is { } message)
{
    await Console.Error.WriteLineAsync($"NetApi does not start: {message}");
    return StartRefusedException.ExitCode;
}
