using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.DockerEngine;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;
using NetApi.Operations;

namespace NetApi.Images;

/// <summary><c>/api/v1/images</c>.</summary>
public static class ImagesEndpoints
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private static readonly Image Nginx = new(
        "sha256:1e5f3c5b981a9f91ca91cf13ce87c2eedfc7a083f4f279552084dd08fc477512",
        ["nginx:latest"],
        ["nginx@sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a"],
        187_694_648,
        new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Registers what the group needs.</summary>
    public static void AddImages(this IServiceCollection services) => services.AddSingleton<ImagePulls>();

    /// <summary>Maps the group.</summary>
    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/images").WithTags("Images").RequireScope(Scope.Read).ProducesEngineProblems()
            .MapGet("/", List)
            .WithName("ListImages")
            .WithSummary("List images")
            .WithDescription("Images the engine holds, without intermediate layers. `reference` narrows the list to a name (with any tag), a name with its tag, or a name with its digest.")
            .ProducesBadRequest()
            .WithResponseExample(new Page<Image>([Nginx], null));

        routes.MapGroup("/images").WithTags("Images").RequireScope(Scope.Write)
            .MapPost("/pull", Pull)
            .WithName("PullImage")
            .WithSummary("Pull an image")
            .WithDescription("Answers at once with an operation: `Location` names it, GET shows its progress in layers and bytes, `…/events` streams it. Why a pull failed stands in the operation: `image-unknown` where the registry gives no such image. "
                + $"While the same image is being pulled, that operation is answered. At most {OperationRegistry.MaxRunning} run at once.")
            .WithRequestExample(new PullImageRequest { Reference = "nginx:latest" })
            .WithResponseExample(OperationExamples.Running);
    }

    internal static string MalformedReference(string text) => $"'{text}' is no image reference such as nginx, nginx:1.27 or registry:5000/team/app@sha256:….";

    private static async Task<Ok<Page<Image>>> List([AsParameters] PageQuery page, [AsParameters] ImageFilter filter, ImageCommands images, CancellationToken cancel)
    {
        var faults = new FaultList();
        var bounds = page.Read(faults);
        var matches = filter.Compile(faults);
        faults.ThrowIfAny();
        var held = await images.ListAsync(cancel);
        return TypedResults.Ok(Page.Of(held.Where(matches), bounds, i => $"{i.Tags.FirstOrDefault()}/{i.Id}"));
    }

    private static Results<Accepted<Operation>, BadRequestProblem, TooManyRequestsProblem> Pull(PullImageRequest request, ImagePulls pulls)
    {
        var faults = new FaultList();
        if (string.IsNullOrEmpty(request.Reference))
            faults.Add("/reference", "missing", "reference is missing; name an image, such as nginx:1.27.");
        else if (!ImageReference.TryParse(request.Reference, out _))
            faults.Add("/reference", "malformed-image", MalformedReference(request.Reference));
        if (!faults.IsEmpty)
            return new BadRequestProblem(faults.ToProblem());
        return pulls.Start(ImageReference.Parse(request.Reference!)) is { } operation
            ? TypedResults.Accepted(OperationsEndpoints.PathOf(operation.Id), operation)
            : new TooManyRequestsProblem(
                ProblemKinds.TooManyRequests.Document($"{OperationRegistry.MaxRunning} operations are running. Try again when one has ended; GET /api/v1/operations lists them."), RetryAfter);
    }
}
