using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NetApi.Bench.Answers;
using NetApi.Hosting;
using NetApi.Hosting.Security;

[assembly: HostingStartup(typeof(Constants))]

namespace NetApi.Bench.Answers;

/// <summary>NetApi with some endpoints more, behind the same guards and keys: what an answer costs that needs no thought.</summary>
internal sealed class Constants : IHostingStartup
{
    /// <summary>Answers with the bytes of the file that <see cref="FileVariable"/> names.</summary>
    public const string Bytes = "/bench/constant";

    /// <summary>Answers 200 with nothing.</summary>
    public const string Empty = "/bench/empty";

    /// <summary>Bytes that the process has allocated so far, as text.</summary>
    public const string Allocated = "/bench/allocated";

    /// <summary>Collects all garbage.</summary>
    public const string Collect = "/bench/collect";

    /// <summary>What the bench is started with to serve.</summary>
    public const string Command = "serve";

    /// <summary>Environment variable with the path of a file.</summary>
    public const string FileVariable = "BENCH_CONSTANT";

    /// <summary>Runs NetApi's own <c>Main</c>, in this process.</summary>
    public static int Serve()
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(Constants).Assembly.GetName().Name);
        return (int)typeof(NetApiHost).Assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()])!;
    }

    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Endpoints()));

    private sealed class Endpoints : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.UseEndpoints(Map);
        };

        private static void Map(IEndpointRouteBuilder routes)
        {
            var bytes = new Lazy<byte[]>(() => File.ReadAllBytes(Environment.GetEnvironmentVariable(FileVariable)!));
            var group = routes.MapGroup("").RequireScope(Scope.Read);
            group.MapGet(Bytes, http =>
            {
                http.Response.ContentType = "application/json; charset=utf-8";
                http.Response.ContentLength = bytes.Value.Length;
                return http.Response.Body.WriteAsync(bytes.Value, 0, bytes.Value.Length);
            });
            group.MapGet(Empty, _ => Task.CompletedTask);
            group.MapGet(Allocated, () => TypedResults.Text($"{GC.GetTotalAllocatedBytes(precise: true)}"));
            group.MapGet(Collect, () =>
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                return TypedResults.NoContent();
            });
        }
    }
}
