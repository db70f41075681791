using NetApi.Containers;
using NetApi.Health;
using NetApi.HostInfo;
using NetApi.Hosting;
using NetApi.Images;
using NetApi.Networks;
using NetApi.Operations;
using NetApi.Topology;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddHosting();
builder.Services.AddContainers();
builder.Services.AddImages();
builder.Services.AddNetworks();
builder.Services.AddOperations();

var app = builder.Build();
app.UseHosting();

app.MapHealth();
var api = app.MapGroup("/api/v1");
api.MapHost();
api.MapContainers();
api.MapImages();
api.MapNetworks();
api.MapOperations();
api.MapBridges();
api.MapVethPairs();
api.MapNamespaces();

app.Run();
