using System.Net;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Adapters.Netlink.Rtnetlink;
using NetApi.Bench.Hosts;

namespace NetApi.Bench.Live;

/// <summary>Random changes of random containers' networks: a link down or up, an address or a route there or gone.</summary>
internal sealed class RandomChanges(SyntheticHost host) : IDisposable
{
    // The same changes in each run.
#pragma warning disable CA5394 // No secret hangs on them.
    private readonly Random _random = new(2);
#pragma warning restore CA5394

    private readonly Dictionary<int, Target> _targets = [];
    private readonly NetworkChanges _onHost = NetworkChanges.Here();

    /// <summary>Makes one.</summary>
    public void MakeOne()
    {
        var target = At(_random.Next(host.Containers.Count));
        switch (_random.Next(3))
        {
            case 0:
                _onHost.SetUp(target.HostIndex, target.IsUp = !target.IsUp);
                break;
            case 1:
                target.Inside.SetAddress(target.Index, new IPAddress([10, 201, 0, 1]), target.HasAddress = !target.HasAddress);
                break;
            default:
                target.Inside.SetRoute(target.Index, new IPAddress([10, 202, 0, 1]), SyntheticHost.GatewayOf(target.Container.Bridge), target.HasRoute = !target.HasRoute);
                break;
        }
    }

    public void Dispose()
    {
        _onHost.Dispose();
        foreach (var target in _targets.Values)
            target.Inside.Dispose();
    }

    private Target At(int number)
    {
        if (!_targets.TryGetValue(number, out var target))
        {
            var container = host.Containers[number];
            using var netns = NetnsHandle.Open(container.Path);
            using var inside = LinkCommands.OpenIn(netns);
            using var outside = LinkCommands.Open();
            _targets.Add(number, target = new Target(container, NetworkChanges.In(container), inside.IndexOf("eth0"), outside.IndexOf(container.HostLink)));
        }
        return target;
    }

    private sealed record Target(SyntheticContainer Container, NetworkChanges Inside, int Index, int HostIndex)
    {
        public bool IsUp { get; set; } = true;

        public bool HasAddress { get; set; }

        public bool HasRoute { get; set; }
    }
}
