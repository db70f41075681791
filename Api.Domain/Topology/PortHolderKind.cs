namespace NetApi.Domain.Topology;

/// <summary>Who holds a host port.</summary>
public enum PortHolderKind
{
    /// <summary>A running container that publishes it.</summary>
    RunningContainer,

    /// <summary>A container that is not running and will publish it when it starts.</summary>
    StoppedContainer,

    /// <summary>A process of the host.</summary>
    HostProcess,
}
