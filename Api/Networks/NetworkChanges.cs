using Microsoft.AspNetCore.Http.HttpResults;
using NetApi.Adapters.DockerEngine;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Answers;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary>Creates and removes networks.</summary>
public sealed class NetworkChanges(LiveState live, EngineClient engine, NetworkCommands commands)
{
    // Docker Engine 27, the first that has a pool of IPv6 subnets of its own.
    private static readonly Version ChoosesIpv6Subnets = new(1, 46);

    /// <summary>Creates what the request asks for.</summary>
    public async Task<Results<Created<NetworkResource>, BadRequestProblem, ConflictProblem>> CreateAsync(CreateNetworkRequest request, CancellationToken cancel)
    {
        var faults = new FaultList();
        var spec = NetworkSpecReader.Read(request, faults);
        CallJournal.Concern(request.Name);
        NetworkChecks.Check(spec, await live.CatchUpWithEngineAsync(cancel), faults);
        if (request is { Ipv6: true, Ipv6Subnet: null })
            await CheckIpv6PoolAsync(faults, cancel);
        if (!faults.IsEmpty)
            return Answer(faults.ToProblem());
        CreatedNetwork created;
        try
        {
            created = await commands.CreateAsync(spec, cancel);
        }
        // Another network took the subnet since the check.
        catch (EngineRefusedException refused) when (refused.EngineMessage.Contains("overlap", StringComparison.Ordinal))
        {
            return new ConflictProblem(ProblemKinds.Conflict.Document(refused.Message) with { EngineMessage = refused.EngineMessage });
        }
        return await ShowAsync(created, cancel);
    }

    /// <summary>Removes a network that no container is attached to.</summary>
    public async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> RemoveAsync(string id, CancellationToken cancel)
    {
        var state = await live.CatchUpWithEngineAsync(cancel);
        switch (NetworkLookup.Find(state, id))
        {
            case Lookup<Network>.Ambiguous(var candidates):
                return NetworkProblems.Ambiguous(id, candidates);
            case Lookup<Network>.Found(var network):
                if (NetworkProblems.Unremovable(network, state) is { } problem)
                    return problem;
                if (!await GoneMeanwhile.TryAsync(() => commands.RemoveAsync(network.Id, cancel)))
                    return NetworkProblems.NotFound(id);
                await live.CatchUpAsync(cancel);
                return TypedResults.NoContent();
            default:
                return NetworkProblems.NotFound(id);
        }
    }

    private async Task CheckIpv6PoolAsync(FaultList faults, CancellationToken cancel)
    {
        var version = await engine.GetVersionAsync(cancel);
        if (Version.TryParse(version.EngineApiVersion, out var api) && api < ChoosesIpv6Subnets)
            faults.Add("/ipv6Subnet", "missing", $"ipv6 needs an ipv6Subnet here: engine {version.Version} cannot choose one, engines from 27 on can.");
    }

    private async Task<Results<Created<NetworkResource>, BadRequestProblem, ConflictProblem>> ShowAsync(CreatedNetwork created, CancellationToken cancel)
    {
        var state = await live.ReadCreatedAsync($"The network {created.Id} was created all the same: GET or DELETE /api/v1/networks/{created.Id} when the engine answers.", cancel);
        var warnings = created.Warnings.Select(w => new Warning("engine", w)).ToList();
        return state.Networks.FirstOrDefault(n => n.Id == created.Id) is { } network
            ? TypedResults.Created($"/api/v1/networks/{network.Id}", NetworkResource.Of(network, state, warnings).WithGapsOf(state))
            : new ConflictProblem(ProblemKinds.WrongState.Document($"Network {created.Id} was created, and somebody else removed it at once."));
    }

    private static Results<Created<NetworkResource>, BadRequestProblem, ConflictProblem> Answer(Problem problem) =>
        problem.Status == StatusCodes.Status409Conflict ? new ConflictProblem(problem) : new BadRequestProblem(problem);
}
