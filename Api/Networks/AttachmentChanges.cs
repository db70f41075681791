using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.DockerEngine;
using NetApi.Containers;
using NetApi.Hosting;
using NetApi.Hosting.Answers;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary>Attaches containers to networks and detaches them.</summary>
public sealed class AttachmentChanges(LiveState live, NetworkCommands commands)
{
    /// <summary>Attaches a container, or finds that it is attached as asked.</summary>
    public async Task<Results<Ok<NetworkContainer>, Created<NetworkContainer>, BadRequestProblem, NotFoundProblem, ConflictProblem>> AttachAsync(
        string id, string containerId, AttachRequest request, CancellationToken cancel)
    {
        var state = await live.CatchUpWithEngineAsync(cancel);
        var (target, missing, ambiguous) = AttachmentLookup.Find(state, id, containerId);
        if (target is not var (network, container))
            return missing is not null ? missing : ambiguous!;
        if (AttachmentProblems.Impossible(network, container) is { } impossible)
            return impossible;

        var faults = new FaultList();
        var spec = AttachmentReader.ReadOne(new NetworkRequest { Name = network.Id, Ipv4Address = request.Ipv4Address, Ipv6Address = request.Ipv6Address, Aliases = request.Aliases }, "", faults);
        var existing = NetworkContainer.Of(container, network);
        if (existing is null)
            ContainerChecks.CheckAddresses(spec, network, state, "", faults);
        else
            AttachmentProblems.CheckSame(spec, existing, network, faults);
        if (!faults.IsEmpty)
            return faults.ToProblem() is { Status: StatusCodes.Status409Conflict } clash ? new ConflictProblem(clash) : new BadRequestProblem(faults.ToProblem());
        if (existing is not null)
            return TypedResults.Ok(existing.WithGapsOf(state));

        var connected = await GoneMeanwhile.TryAsync(() => commands.ConnectAsync(network.Id, container.Id, spec.Ipv4Address, spec.Ipv6Address, spec.Aliases, cancel));
        return connected && await AttachmentAsync(network.Id, container.Id, cancel) is { } made
            ? TypedResults.Created($"/api/v1/networks/{network.Id}/containers/{container.Id}", made)
            : AttachmentProblems.Gone(network, container);
    }

    /// <summary>Detaches a container.</summary>
    public async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> DetachAsync(string id, string containerId, CancellationToken cancel)
    {
        var (target, missing, ambiguous) = AttachmentLookup.Find(await live.CatchUpWithEngineAsync(cancel), id, containerId);
        if (target is not var (network, container))
            return missing is not null ? missing : ambiguous!;
        if (NetworkContainer.Of(container, network) is null)
            return AttachmentProblems.NotAttached(network, container);
        if (AttachmentProblems.Impossible(network, container) is { } impossible)
            return impossible;
        if (!await GoneMeanwhile.TryAsync(() => commands.DisconnectAsync(network.Id, container.Id, force: false, cancel)))
            return AttachmentProblems.Gone(network, container);
        await live.CatchUpAsync(cancel);
        return TypedResults.NoContent();
    }

    private async Task<NetworkContainer?> AttachmentAsync(string networkId, string containerId, CancellationToken cancel)
    {
        var state = await live.CatchUpWithEngineAsync(cancel);
        return state.Networks.FirstOrDefault(n => n.Id == networkId) is { } network && state.Containers.FirstOrDefault(c => c.Id == containerId) is { } container
            ? NetworkContainer.Of(container, network)?.WithGapsOf(state)
            : null;
    }
}
