using System.Net;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using NetApi.History;
using NetApi.Hosting.Problems;

namespace NetApi.Networks;

/// <summary>What keeps a container from being attached or detached.</summary>
internal static class AttachmentProblems
{
    /// <summary>Why the two can never be attached or detached; null where they can.</summary>
    public static ConflictProblem? Impossible(Network network, Container container)
    {
        if (network.Driver is "host" or "null")
            return new(ProblemKinds.WrongState.Document($"{network.Name} stands for a network mode that a container has from its creation on; nothing can be attached to it or detached from it."));
        if (container.NetworkMode is "host" or "none" || container.NetworkMode.StartsWith("container:", StringComparison.Ordinal))
            return new(ProblemKinds.WrongState.Document($"{container.Name} has the network mode {container.NetworkMode}, and with it no network namespace of its own that could be attached to a network."));
        return null;
    }

    /// <summary>Adds a clash for each thing that was asked for and is otherwise.</summary>
    public static void CheckSame(AttachmentSpec asked, NetworkContainer existing, Network network, FaultList faults)
    {
        CheckAddress(asked.Ipv4Address, existing.Ipv4Address, "ipv4Address", existing, network, faults);
        CheckAddress(asked.Ipv6Address, existing.Ipv6Address, "ipv6Address", existing, network, faults);
        if (asked.Aliases.Except(existing.Aliases, StringComparer.Ordinal).ToList() is { Count: > 0 } lacking)
            faults.AddConflict("/aliases", "attached-otherwise", $"{existing.Container.Name} is attached to {network.Name} without the alias {string.Join(", ", lacking)}. {Detach(existing, network)}");
    }

    /// <summary>The container is not attached; as far as a state shows, where one is given, and at a moment, where one was asked for.</summary>
    public static NotFoundProblem NotAttached(Network network, Container container, HostState? state = null, MomentQuery? moment = null) =>
        new(ProblemKinds.AttachmentNotFound.Document($"{container.Name} is not attached to {network.Name}{Absence.AsOf(state, moment)}. GET {Absence.Path($"/api/v1/networks/{network.Name}", state, moment)} lists who is."));

    /// <summary>One of the two vanished between the look-up and the change.</summary>
    public static NotFoundProblem Gone(Network network, Container container) =>
        new(ProblemKinds.AttachmentNotFound.Document($"{network.Name} or {container.Name} was removed, or one detached from the other, in the meantime."));

    private static void CheckAddress(IPAddress? asked, InterfaceAddress? held, string member, NetworkContainer existing, Network network, FaultList faults)
    {
        if (asked is not null && !asked.Equals(held?.Address))
            faults.AddConflict($"/{member}", "attached-otherwise", $"{existing.Container.Name} is attached to {network.Name} with {(held is { } a ? a.Address : "an address that only shows while it runs")}, not with {asked}. {Detach(existing, network)}");
    }

    private static string Detach(NetworkContainer existing, Network network) =>
        $"Detach it first: DELETE /api/v1/networks/{network.Name}/containers/{existing.Container.Name}.";
}
