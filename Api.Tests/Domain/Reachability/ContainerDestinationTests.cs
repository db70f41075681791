using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Domain.Reachability;

public class ContainerDestinationTests
{
    private static readonly Container Web = States.Container("web", ContainerState.Running, States.On("zone", "10.3.0.2/24"), States.On("bridge", "172.17.0.7/16", "fd00::7/64"), States.On("six", null, "fd06::2/64"));
    private static readonly Container Peer = States.Container("peer", ContainerState.Running, States.On("zone", "10.3.0.3/24"));

    [Fact]
    public void Choose_PrefersASharedNetworkThenTheFirstByName()
    {
        var state = States.Host(Web, Peer);
        Assert.Equal("10.3.0.2", ContainerDestination.Choose(state, Web, Peer, null)!.Address.ToString());
        Assert.Equal(("172.17.0.7", "bridge"), Of(ContainerDestination.Choose(state, Web, null, null)));
    }

    [Theory, InlineData("six", "fd06::2"), InlineData("id-zone", "10.3.0.2"), InlineData("zone", "10.3.0.2")]
    public void Choose_TakesTheNamedNetworkByNameOrId(string network, string address) =>
        Assert.Equal(address, ContainerDestination.Choose(States.Host(Web, Peer), Web, null, network)!.Address.ToString());

    [Fact]
    public void Choose_OfAContainerWithoutAnAddress_IsNull()
    {
        var stopped = Web with { State = ContainerState.Exited };
        Assert.Null(ContainerDestination.Choose(States.Host(stopped), stopped, null, null));
        var lonely = States.Container("lonely");
        Assert.Null(ContainerDestination.Choose(States.Host(lonely), lonely, null, null));
        Assert.Null(ContainerDestination.Choose(States.Host(Web), Web, null, "none"));
    }

    [Fact]
    public void Choose_OfAContainerInAnothersNamespace_IsThatOnesAddress()
    {
        var sidecar = States.Container("sidecar") with { NetworkMode = $"container:{Web.Id}" };
        var state = States.Host(Web, sidecar);
        var shared = state.NamespaceOf(Web.Id)! with { ContainerIds = [Web.Id, sidecar.Id] };
        state = state with { Namespaces = [state.Namespaces[0], shared] };
        Assert.Equal(("172.17.0.7", "bridge"), Of(ContainerDestination.Choose(state, sidecar, null, null)));
    }

    private static (string, string) Of(ContainerDestination? destination) => (destination!.Address.ToString(), destination.NetworkName);
}
