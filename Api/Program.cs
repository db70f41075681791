using NetApi.Containers;
using NetApi.Health;
using NetApi.HostInfo;
using NetApi.Hosting;
using NetApi.Reachability;
using NetApi.Topology;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddHosting();
builder.Services.AddContainers();
builder.Services.AddReachability();

var app = builder.Build();
app.UseHosting();

app.MapHealth();
var api = app.MapGroup("/api/v1");
api.MapHost();
api.MapContainers();
api.MapBridges();
api.MapVethPairs();
api.MapNamespaces();
api.MapProbes();

app.Run();
