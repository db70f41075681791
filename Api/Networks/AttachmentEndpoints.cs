using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using NetApi.History;
using NetApi.Hosting.Answers;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary><c>/api/v1/networks/{id}/containers/{container}</c>: attachments.</summary>
public static class AttachmentEndpoints
{
    private const string Path = "/{id}/containers/{container}";

    /// <summary>Maps what shows an attachment.</summary>
    public static void MapAttachment(this IEndpointRouteBuilder networks) => networks.MapGet(Path, Find)
        .WithName("GetAttachment")
        .WithSummary("Get one attachment")
        .WithDescription("How a container is attached to a network: addresses, MAC, aliases. Both are named by id, an unambiguous beginning of it, or name.")
        .WithResponseExample(NetworkExamples.Attached.WithoutGaps());

    /// <summary>Maps what changes attachments.</summary>
    public static void MapAttachmentChanges(this IEndpointRouteBuilder networks)
    {
        networks.MapPut(Path, Attach)
            .WithName("AttachContainer")
            .WithSummary("Attach a container to a network")
            .WithDescription("The body may be left out: the engine then chooses the address. 201 where it was attached, 200 where it was attached already just as asked; attached otherwise is a conflict that says how.")
            .ProducesEngineRefusal()
            .WithRequestExample(new AttachRequest { Ipv4Address = "172.20.0.10", Aliases = ["db"] })
            .WithResponseExample(NetworkExamples.Attached.WithoutGaps());

        networks.MapDelete(Path, (string id, string container, AttachmentChanges changes, CancellationToken cancel) => changes.DetachAsync(id, container, cancel))
            .WithName("DetachContainer")
            .WithSummary("Detach a container from a network")
            .WithDescription("Its link to the network's bridge goes away at once, and every connection over it.")
            .ProducesEngineRefusal();
    }

    private static async Task<Results<StateAnswer<NetworkContainer>, NotFoundProblem, ConflictProblem>> Find(string id, string container, [AsParameters] MomentQuery moment, CancellationToken cancel)
    {
        var state = await moment.ReadWithEngineAsync(cancel);
        var (target, missing, ambiguous) = AttachmentLookup.Find(state, id, container, moment);
        if (target is not var (network, found))
            return missing is not null ? missing : ambiguous!;
        return NetworkContainer.Of(found, network) is { } attachment ? StateAnswers.Of(state, () => attachment.WithGapsOf(state)) : AttachmentProblems.NotAttached(network, found, state, moment);
    }

    private static Task<Results<Ok<NetworkContainer>, Created<NetworkContainer>, BadRequestProblem, NotFoundProblem, ConflictProblem>> Attach(
        string id, string container, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] AttachRequest? request, AttachmentChanges changes, CancellationToken cancel) =>
        changes.AttachAsync(id, container, request ?? new AttachRequest(), cancel);
}
