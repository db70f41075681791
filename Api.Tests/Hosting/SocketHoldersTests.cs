using System.Net;
using NetApi.Adapters.Procfs;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class SocketHoldersTests
{
    private static readonly NetnsId HostId = new("b-1");
    private static readonly NetnsId WebId = new("b-2");

    // What /proc would show: the holder of each inode, and whether some process hides its descriptors.
    private readonly Dictionary<ulong, SocketOwner> _held = [];
    private readonly List<(string Inodes, string? Pids)> _searches = [];
    private readonly SocketHolders _holders;
    private bool _hidesSome;

    public SocketHoldersTests() => _holders = new SocketHolders(
        (inodes, pids) =>
        {
            _searches.Add((string.Join(' ', inodes.Order()), pids is null ? null : string.Join(' ', pids)));
            var found = _held.Where(h => inodes.Contains(h.Key) && (pids is null || pids.Contains(h.Value.Pid))).ToDictionary();
            return new SocketOwners(found, _hidesSome && found.Count < inodes.Count);
        },
        (owner, inode) => _held.GetValueOrDefault(inode) == owner);

    [Fact]
    public void Name_SocketOfTheHost_IsLookedForAmongAllProcessesOnce()
    {
        _held[10] = Owner(812, "sshd");
        var host = Host([Socket(10)], [1, 812]);
        Assert.Equal((812, "sshd", null), Holder(_holders.Name(Kernel(host)).Own));
        Assert.Equal((812, "sshd", null), Holder(_holders.Name(Kernel(host with { Links = [] })).Own));
        Assert.Equal([("10", null)], _searches);
    }

    [Fact]
    public void Name_SocketOfAContainer_IsLookedForAmongTheProcessesInItsNamespace()
    {
        _held[20] = Owner(4711, "nginx") with { ContainerId = "cc" };
        var shown = _holders.Name(Kernel(Host([], [1]), Web([Socket(20)], [4711, 4720])));
        Assert.Equal((4711, "nginx", "cc"), Holder(shown.Namespaces[1]));
        Assert.Equal([("20", "4711 4720")], _searches);
    }

    [Fact]
    public void Name_HolderThatEndedAndLeftTheSocketToAnother_IsReplacedOnceProcessesCameOrWent()
    {
        _held[10] = Owner(100, "nginx");
        var host = Host([Socket(10)], [100]);
        _holders.Name(Kernel(host));
        _held[10] = Owner(200, "nginx");
        Assert.Equal(200, _holders.Name(Kernel(host with { Sighting = host.Sighting with { Pids = [200] } })).Own.Sockets[0].Pid);
    }

    [Fact]
    public void Name_SocketThatIsNew_IsLookedForTogetherWithThoseThatHaveNoHolder()
    {
        _held[11] = Owner(2, "b");
        _holders.Name(Kernel(Host([Socket(10)], [1])));
        _held[10] = Owner(1, "a");
        var shown = _holders.Name(Kernel(Host([Socket(10), Socket(11)], [1])));
        Assert.Equal([1, 2], shown.Own.Sockets.Select(s => s.Pid));
        Assert.Equal(["10", "10 11"], _searches.Select(s => s.Inodes));
    }

    [Fact]
    public void Name_SocketThatStaysWithoutHolder_IsLookedForEverMoreSeldom()
    {
        var searchedAt = new List<int>();
        for (var change = 0; change <= 20; change++)
        {
            var before = _searches.Count;
            _holders.Name(Kernel(Host([Socket(10)], [change + 1])));
            if (_searches.Count > before)
                searchedAt.Add(change);
        }
        Assert.Equal([0, 1, 3, 7, 15], searchedAt);
    }

    [Fact]
    public void Name_NothingChanged_GivesTheSameObjects()
    {
        _held[10] = Owner(1, "a");
        var (host, web) = (Host([Socket(10)], [1]), Web([], [2]));
        var first = _holders.Name(Kernel(host, web));
        var second = _holders.Name(Kernel(host, web));
        Assert.Equal(first.Namespaces, second.Namespaces, ReferenceEqualityComparer.Instance);
        var third = _holders.Name(Kernel(host with { Routes = [], Sighting = host.Sighting with { Pids = [1, 3] } }, web));
        Assert.True(first.Own.Sockets == third.Own.Sockets);
    }

    [Fact]
    public void Name_DescriptorsThatCannotBeRead_AreAGapAsLongAsASocketHasNoHolder()
    {
        _hidesSome = true;
        Assert.Equal("processes-unreadable", Assert.Single(_holders.Name(Kernel(Host([Socket(10)], [1]))).Gaps).Code);
        _held[11] = Owner(1, "a");
        Assert.Single(_holders.Name(Kernel(Host([Socket(10), Socket(11)], [1]))).Gaps);
        Assert.Empty(_holders.Name(Kernel(Host([Socket(11)], [1]))).Gaps);
        Assert.Single(_holders.Name(Kernel(Host([Socket(11)], [1]), Web([Socket(20)], [2]))).Gaps);
        _hidesSome = false;
        Assert.Empty(_holders.Name(Kernel(Host([Socket(11)], [1]), Web([Socket(20)], [2, 3]))).Gaps);
    }

    [Fact]
    public void Holds_OwnListener_IsTrueUntilItIsClosed()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var inode = ulong.Parse(new FileInfo($"/proc/self/fd/{listener.Server.Handle}").LinkTarget!["socket:[".Length..^1]);
        var owner = SocketOwners.Find(new HashSet<ulong> { inode }, [Environment.ProcessId]).Of(inode)!;
        Assert.Equal((Environment.ProcessId, true), (owner.Pid, owner.Holds(inode)));
        listener.Stop();
        Assert.False(owner.Holds(inode));
    }

    private static (int?, string?, string?) Holder(NamespaceObservation netns) => (netns.Sockets[0].Pid, netns.Sockets[0].Process, netns.Sockets[0].ContainerId);

    private static KernelObservation Kernel(params ReadOnlySpan<NamespaceObservation> namespaces) => new([.. namespaces], []);

    private static NamespaceObservation Host(ListeningSocket[] sockets, int[] pids) => Netns(HostId, isOwn: true, sockets, pids);

    private static NamespaceObservation Web(ListeningSocket[] sockets, int[] pids) => Netns(WebId, isOwn: false, sockets, pids);

    private static NamespaceObservation Netns(NetnsId id, bool isOwn, ListeningSocket[] sockets, int[] pids) =>
        new() { Sighting = new NamespaceSighting { Id = id, Inode = 1, IsOwn = isOwn, Pids = [.. pids] }, Sockets = [.. sockets] };

    private static ListeningSocket Socket(ulong inode) =>
        new() { Namespace = HostId, Protocol = TransportProtocol.Tcp, Address = IPAddress.Any, Port = 80, Inode = inode };

    private static SocketOwner Owner(int pid, string name) => new(pid, name, "3", null);
}
