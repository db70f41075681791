using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Hosting.Answers;
using NetApi.Hosting.Problems;

namespace NetApi.Containers;

/// <summary>Creates containers: check everything, pull, create, start; all or nothing.</summary>
public sealed class ContainerCreation(LiveState live, ContainerCommands containers, ImageCommands images)
{
    /// <summary>Creates what the request asks for.</summary>
    /// <returns>The container, or the problem that kept it from being; one of both is null.</returns>
    /// <exception cref="EngineUnavailableException">The engine does not answer.</exception>
    public async Task<(ContainerResource? Created, Problem? Problem)> CreateAsync(CreateContainerRequest request, CancellationToken cancel)
    {
        var faults = new FaultList();
        // The engine tells of it before it answers with an id: by its name the journal knows it from the beginning.
        var spec = ContainerSpecReader.Read(request, faults).Named();
        CallJournal.Concern(spec.Name);
        var state = await live.CatchUpWithEngineAsync(cancel);
        var table = new PortTable(state);
        ContainerChecks.Check(spec, state, faults);
        PortChecks.Check(spec, table, faults);
        var pull = await NeedsPullAsync(spec.Image, request.Pull, faults, cancel);
        if (!faults.IsEmpty)
            return (null, faults.ToProblem());

        CreatedContainer created;
        try
        {
            if (pull)
                await images.PullAsync(spec.Image, new Progress<PullProgress>(), cancel);
            created = request.Start ? await containers.RunAsync(spec, cancel) : await containers.CreateAsync(spec, cancel);
        }
        catch (EngineRefusedException refused)
        {
            return (null, CreationProblem.Of(refused, PortChecks.Holders(spec, table)));
        }
        CallJournal.Concern(created.Id);
        return await ShowAsync(created, cancel);
    }

    private async Task<bool> NeedsPullAsync(string image, string? word, FaultList faults, CancellationToken cancel)
    {
        if (!ImageReference.TryParse(image, out _) || PullPolicies.Read(word) is not { } policy)
            return false;
        if (policy == PullPolicy.Always)
            return true;
        if (await images.FindAsync(image, cancel) is not null)
            return false;
        if (policy == PullPolicy.Never)
            faults.Add("/image", "unknown-image", $"The engine holds no image '{image}', and pull is never. Pull it first (POST /api/v1/images/pull), or give pull: missing.");
        return policy == PullPolicy.Missing;
    }

    private async Task<(ContainerResource? Created, Problem? Problem)> ShowAsync(CreatedContainer created, CancellationToken cancel)
    {
        var state = await live.ReadCreatedAsync($"The container {created.Id} was created all the same: GET or DELETE /api/v1/containers/{created.Id} when the engine answers.", cancel);
        var warnings = created.Warnings.Select(w => new Warning("engine", w)).ToList();
        return state.Containers.FirstOrDefault(c => c.Id == created.Id) is { } container
            ? (ContainerResource.Of(container, state, warnings).WithGapsOf(state), null)
            : (null, ProblemKinds.WrongState.Document($"Container {created.Id} was created, and somebody else removed it at once."));
    }
}
