using NetApi.Domain.Topology;

namespace NetApi.Networks;

/// <summary>Narrows a list of networks; what is given must hold together.</summary>
/// <param name="Name">Only networks whose name has this part.</param>
/// <param name="Driver">Only networks of this driver.</param>
public sealed record NetworkFilter(string? Name, string? Driver)
{
    /// <summary>Whether the network passes.</summary>
    internal bool Matches(Network network) =>
        (Name is null || network.Name.Contains(Name, StringComparison.Ordinal)) && (Driver is null || network.Driver == Driver);
}
