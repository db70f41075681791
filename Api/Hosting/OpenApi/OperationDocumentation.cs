using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NetApi.Hosting.OpenApi;

/// <summary>Puts the wire's names of parameters, examples, the bearer scheme, scopes and problem answers into the operations of the OpenAPI document.</summary>
public sealed class OperationDocumentation(IOptions<JsonOptions> json) : IOperationFilter
{
    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;

    // A request leaves out what it does not want; an answer says null.
    private readonly JsonSerializerOptions _requestJson = new(json.Value.SerializerOptions) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query) ?? [])
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        if (metadata.OfType<RequestExample>().LastOrDefault() is { } request)
            AddExample(operation.RequestBody?.Content, request.Value, _requestJson);
        if (metadata.OfType<ResponseExample>().LastOrDefault() is { } response)
        {
            foreach (var (_, answer) in operation.Responses?.Where(r => r.Key.StartsWith('2')) ?? [])
                AddExample(answer.Content, response.Value, _json);
        }
        foreach (var other in metadata.OfType<OtherAnswer>())
            operation.Responses?["200"].Content?.Add(other.MediaType, ToMedia(other, context));
        foreach (var (status, answer) in operation.Responses ?? [])
            Describe(status, answer);
        if (metadata.OfType<RequiredScope>().LastOrDefault() is { } required)
        {
            operation.Description = $"{operation.Description}\n\nScope: `{required.Scope.ToString().ToLowerInvariant()}`.".Trim();
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyAuthentication.SchemeName, context.Document)] = [] }];
        }
    }

    private OpenApiMediaType ToMedia(OtherAnswer answer, OperationFilterContext context) => new()
    {
        Schema = context.SchemaGenerator.GenerateSchema(answer.Type, context.SchemaRepository),
        Example = answer.Example is { } example ? JsonSerializer.SerializeToNode(example, answer.Type, _json) : null,
    };

    private static void AddExample(IDictionary<string, IOpenApiMediaType>? content, object value, JsonSerializerOptions json)
    {
        foreach (var media in content?.Values.OfType<OpenApiMediaType>() ?? [])
            media.Example = JsonSerializer.SerializeToNode(value, json);
    }

    private void Describe(string status, IOpenApiResponse answer)
    {
        if (status == "304")
            answer.Description = "Nothing changed since the answer whose `ETag` was sent as `If-None-Match`.";
        var kinds = ProblemKinds.All.Values.Where(k => k.Status == int.Parse(status, CultureInfo.InvariantCulture)).ToList();
        if (kinds.Count == 0 || answer.Content is not { } content || !content.TryGetValue(Problem.MediaType, out var found) || found is not OpenApiMediaType media)
            return;
        answer.Description = string.Join(" · ", kinds.Select(k => $"`{k.Code}`: {k.Title}"));
        media.Example ??= JsonSerializer.SerializeToNode(kinds[0].Document("What happened this time, and what to do about it."), _json);
    }
}
