using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Security;
using NetApi.Operations;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NetApi.Hosting.OpenApi;

/// <summary>The OpenAPI 3.1 document and Swagger UI.</summary>
public static class OpenApiSetup
{
    /// <summary>Path of the document.</summary>
    public const string DocumentPath = "/swagger/v1/swagger.json";

    /// <summary>Registers the generator.</summary>
    public static void AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "NetApi",
                Version = "v1",
                Description = "Docker networking of this host: changes it, shows it, checks it, remembers it. "
                    + "Press Authorize and paste the key from admin.key in NetApi's data directory.",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            });
            options.AddSecurityDefinition(ApiKeyAuthentication.SchemeName, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A NetApi key, without the word Bearer.",
            });
            foreach (var assembly in new[] { typeof(OpenApiSetup).Assembly, typeof(HostState).Assembly })
                options.IncludeXmlComments(Path.ChangeExtension(assembly.Location, ".xml"));
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.OperationFilter<OperationDocumentation>();
            options.DocumentFilter<TagOrder>();
            options.MapText<IPAddress>("ip", "172.17.0.7");
            options.MapText<IPNetwork>("cidr", "172.17.0.0/16");
            options.MapText<InterfaceAddress>("cidr", "172.17.0.7/16");
            options.MapText<InterfaceAddress?>("cidr", "172.17.0.7/16");
            options.MapText<MacAddress>("mac", "02:42:ac:11:00:07");
            options.MapText<MacAddress?>("mac", "02:42:ac:11:00:07");
            options.MapText<NetnsId>("netns-id", "6f1c2a9b-4097");
            // The serializer never writes the frame of a server-sent event.
            options.MapType<SseItem<Operation>>(() => new OpenApiSchema { Type = JsonSchemaType.String, Description = "A server-sent event; its data is an operation." });
            // Every member of it would be a schema here; its own schema says more.
            options.MapType<HostState>(() => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema(), Description = "What was observed. docs/snapshot.schema.json describes it in full." });
            options.MapType<PortText>(PortSchema);
            options.MapType<PortText?>(PortSchema);
        });
    }

    /// <summary>Serves the document and Swagger UI, open to everybody.</summary>
    public static void UseOpenApiDocument(this IApplicationBuilder app)
    {
        app.UseSwagger(options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.UseSwaggerUI(options =>
        {
            options.DocumentTitle = "NetApi";
            options.SwaggerEndpoint(DocumentPath, "NetApi v1");
            options.EnableTryItOutByDefault();
            options.DisplayRequestDuration();
            // Folded: the operations show the schemas they use.
            options.DefaultModelsExpandDepth(0);
        });
    }

    private static OpenApiSchema PortSchema() =>
        new() { Type = JsonSchemaType.Integer | JsonSchemaType.String, Format = "port-or-range", Examples = [JsonValue.Create(8000), JsonValue.Create("8000-8003")] };

    private static void MapText<T>(this SwaggerGenOptions options, string format, string example) =>
        options.MapType<T>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = format, Examples = [JsonValue.Create(example)] });
}
