using NetApi.Health;
using NetApi.Hosting;
using NetApi.Topology;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddHosting();

var app = builder.Build();
app.UseHosting();

app.MapHealth();
var api = app.MapGroup("/api/v1");
api.MapBridges();
api.MapVethPairs();
api.MapNamespaces();

app.Run();
