using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A container, without what has an entity of its own, and, but for the time, what is new with each start.</summary>
/// <param name="Id">Full id; another one means that it was made anew.</param>
/// <param name="Name">Name.</param>
/// <param name="Image">Image as it was asked for.</param>
/// <param name="State">State.</param>
/// <param name="StartedAt">When it was last started, UTC; null where it never was. Another time means that it was started anew.</param>
/// <param name="ExitCode">Exit code of its last run; null while it runs or before its first start.</param>
/// <param name="NetworkMode">Network mode.</param>
/// <param name="Command">Command and its arguments.</param>
/// <param name="Entrypoint">Entry point.</param>
/// <param name="ExposedPorts">Ports that its image or its creator declared, such as <c>80/tcp</c>.</param>
/// <param name="Labels">Labels as <c>name=value</c>.</param>
/// <param name="Tty">Has a terminal.</param>
/// <param name="OpenStdin">Keeps standard input open.</param>
/// <param name="RestartPolicy">Restart policy.</param>
/// <param name="MemoryLimitBytes">Memory limit in bytes; null where there is none.</param>
public sealed record ContainerView(
    string Id,
    string Name,
    string Image,
    ContainerState State,
    DateTimeOffset? StartedAt,
    long? ExitCode,
    string NetworkMode,
    ValueList<string> Command,
    ValueList<string> Entrypoint,
    ValueList<string> ExposedPorts,
    ValueList<string> Labels,
    bool Tty,
    bool OpenStdin,
    string RestartPolicy,
    long? MemoryLimitBytes);

/// <summary>Containers by name, so that one made anew under the same name is a change of it.</summary>
internal sealed class ContainerComparison() : EntityComparison<ContainerView>(ChangeEntity.Container)
{
    protected override IEnumerable<Keyed<ContainerView>> Read(Side side, Side other) =>
        side.Read.Containers.Select(c => new Keyed<ContainerView>(side.NameOf(c), c.Id, new ContainerView(
            c.Id,
            c.Name,
            c.Image,
            c.State,
            c.StartedAt,
            c.ExitCode,
            c.NetworkMode,
            new(c.Command),
            new(c.Entrypoint),
            new(c.ExposedPorts.Select(p => $"{p.Port}/{p.Protocol.ToString().ToLowerInvariant()}")),
            new(c.Labels.Select(l => $"{l.Key}={l.Value}")),
            c.Tty,
            c.OpenStdin,
            c.RestartPolicy,
            c.MemoryLimitBytes)));

    protected override bool Shows(Side side, ContainerView view) => side.SawContainer(view.Name);

    protected override bool Same(ContainerView before, ContainerView after, Side from, Side to) =>
        before == after || (!IsStartedAnew(before, after) && before with { StartedAt = null } == after with { StartedAt = null });

    // Where another container has taken over its old name, a rename is told under both names.
    protected override string Added(ContainerView after, Side from) =>
        from.State.Containers.FirstOrDefault(c => c.Id == after.Id) is { } renamed
            ? $"container {after.Name} had the name {renamed.Name} before"
            : after.State switch
            {
                ContainerState.Created => $"container {after.Name} was created",
                ContainerState.Running => $"container {after.Name} was created and started",
                _ => $"container {after.Name} was created and is now {InWords(after.State)}",
            };

    protected override string Removed(ContainerView before, Side to) =>
        to.State.Containers.FirstOrDefault(c => c.Id == before.Id) is { } renamed
            ? $"container {before.Name} was renamed to {renamed.Name}"
            : $"container {before.Name} was removed";

    protected override string Changed(ContainerView before, ContainerView after)
    {
        // Of one that does not live, its state tells that it was started.
        var restarted = IsLive(before) && IsLive(after) && IsStartedAnew(before, after);
        var stateChanged = before.State != after.State && !(restarted && after.State == ContainerState.Running);
        var ranAgain = before.State == after.State && !restarted && (before.ExitCode != after.ExitCode || IsStartedAnew(before, after));
        return new Clauses($"container {before.Name}")
            .Add(before.Name != after.Name, $"was renamed to {after.Name}")
            .Add(before.Id != after.Id, "was recreated")
            .Add(restarted, "was restarted")
            .Add(stateChanged, Transition(before, after))
            .Add(ranAgain, $"ran again and ended{ExitCode(after)}")
            .Has("image", before.Image, after.Image)
            .Has("network mode", before.NetworkMode, after.NetworkMode)
            .Has("command", before.Command, after.Command)
            .Has("entry point", before.Entrypoint, after.Entrypoint)
            .Has("exposed ports", before.ExposedPorts, after.ExposedPorts)
            .Has("labels", before.Labels, after.Labels)
            .Has("terminal", before.Tty, after.Tty)
            .Has("open standard input", before.OpenStdin, after.OpenStdin)
            .Has("restart policy", before.RestartPolicy, after.RestartPolicy)
            .Has("memory limit in bytes", before.MemoryLimitBytes, after.MemoryLimitBytes)
            .ToString();
    }

    private static bool IsStartedAnew(ContainerView before, ContainerView after) =>
        before.Id == after.Id && before.StartedAt is { } first && after.StartedAt is { } last && first != last;

    private static bool IsLive(ContainerView view) => view.State is ContainerState.Running or ContainerState.Paused;

    private static string Transition(ContainerView before, ContainerView after) => (before.State, after.State) switch
    {
        (ContainerState.Paused, ContainerState.Running) => "was unpaused",
        (_, ContainerState.Running) => "was started",
        (_, ContainerState.Paused) => "was paused",
        (_, ContainerState.Exited) => $"ended{ExitCode(after)}",
        _ => $"is now {InWords(after.State)} (was {InWords(before.State)})",
    };

    private static string ExitCode(ContainerView view) => view.ExitCode is { } code ? $" with exit code {code}" : "";

    private static string InWords(ContainerState state) => state.ToString().ToLowerInvariant();
}
