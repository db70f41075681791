using NetApi.Adapters.Sqlite.History;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.History.Lives;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

/// <summary>What changes while the engine or the kernel cannot be read: told once it can be again, with the time between which it happened. A life that went on is one life.</summary>
public sealed class HiddenTimeTests
{
    private static readonly Container Other = SampleHost.Web with { Id = new string('b', 64), Name = "other", PublishedPorts = [], Networks = [] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_engine_did_while_it_was_away_is_in_the_timeline()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.WithWeb);
        host.Publish(At(1, SampleHost.WithWeb.WithoutEngine()));
        host.Publish(At(2, SampleHost.WithWeb with { Containers = [Other] }));
        await host.KeptAsync();
        AssertToldAfterTheGap(await ChangesAsync(host, 3));
        Assert.Equal(SampleHost.ObservedAt.AddMinutes(1), (await host.Store.FindRevisionAsync(3, Cancel))!.NotBefore);
    }

    [Fact]
    public async Task It_is_also_where_NetApi_ended_before_the_engine_came_back()
    {
        using var data = new TempData();
        await using (var host = await KeptHost.StartAsync(data))
        {
            host.Publish(SampleHost.WithWeb);
            host.Publish(At(1, SampleHost.WithWeb.WithoutEngine()));
            // Another reason, and another revision, of the same gap.
            host.Publish(At(2, SampleHost.WithWeb.WithoutEngine() with { Gaps = [new Gap("engine", "engine-hung", "")] }));
            await host.KeptAsync();
        }
        await using var next = await KeptHost.StartAsync(data);
        next.Publish(At(3, SampleHost.WithWeb with { Containers = [Other] }));
        await next.KeptAsync();
        AssertToldAfterTheGap(await ChangesAsync(next, 4));
        Assert.Equal(SampleHost.ObservedAt.AddMinutes(1), (await next.Store.FindRevisionAsync(4, Cancel))!.NotBefore);
    }

    [Fact]
    public async Task What_the_kernel_showed_meanwhile_is_not_told_again()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.WithWeb);
        host.Publish(At(1, SampleHost.WithWeb.WithoutEngine()));
        host.Publish(At(2, (SampleHost.Empty with { Links = [SampleHost.Eth0, SampleHost.Docker0] }).WithoutEngine()));
        host.Publish(At(3, SampleHost.Empty with { Links = [SampleHost.Eth0, SampleHost.Docker0] }));
        await host.KeptAsync();
        var all = (await ChangesAsync(host, 0)).Where(c => c.Entity is not ChangeEntity.Gap).Select(c => (c.Revision.Number, c.Kind, c.Entity, c.Key)).ToList();
        Assert.Contains(all, c => c is (3, ChangeKind.Removed, ChangeEntity.VethPair, _));
        Assert.Contains((4L, ChangeKind.Removed, ChangeEntity.Container, "myweb"), all);
        Assert.DoesNotContain(all, c => c.Number == 4 && c.Entity is ChangeEntity.VethPair or ChangeEntity.Link);
    }

    [Fact]
    public async Task Lives_go_on_over_a_time_without_the_engine()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.WithWeb with { Containers = [SampleHost.Web, Other] });
        host.Publish(At(1, SampleHost.WithWeb.WithoutEngine()));
        await host.KeptAsync();
        // It may be there still.
        Assert.Null(Assert.Single(await FindAsync(host, s => ContainerLife.Find(s, "other"))).Span.Until);
        host.Publish(At(2, SampleHost.WithWeb));
        await host.KeptAsync();
        var web = Assert.Single(await FindAsync(host, s => ContainerLife.Find(s, "myweb")));
        Assert.Equal(1, web.Span.From.Revision);
        Assert.Null(web.Span.Until);
        Assert.Null(Assert.Single(web.Runs).Span.Until);
        Assert.Null(Assert.Single(await FindAsync(host, s => PortLife.Find(s, 8000)), l => l.Kind == PortLifeKind.Published).Span.Until);
        var other = Assert.Single(await FindAsync(host, s => ContainerLife.Find(s, "other")));
        Assert.Equal(new LifeEdge(3, SampleHost.ObservedAt.AddMinutes(2), SampleHost.ObservedAt.AddMinutes(1)), other.Span.Until);
    }

    [Fact]
    public async Task Lives_go_on_over_a_time_without_the_kernel()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var state = SampleHost.WithWeb with { Addresses = [new LinkAddress { Namespace = SampleHost.WebId, LinkIndex = 12, Address = InterfaceAddress.Parse("172.17.0.7/16"), Scope = "global" }] };
        host.Publish(state);
        host.Publish(At(1, state with { Namespaces = [], Links = [], Addresses = [], Routes = [], Gaps = [new Gap("kernel", "kernel-unreadable", "ENOMEM")] }));
        host.Publish(At(2, state));
        await host.KeptAsync();
        var address = Assert.Single(await FindAsync(host, s => AddressLife.Find(s, System.Net.IPAddress.Parse("172.17.0.7"))));
        Assert.Equal((1, "eth0"), (address.Span.From.Revision, address.Link));
        Assert.Null(address.Span.Until);
        Assert.Null(Assert.Single(await FindAsync(host, s => MacLife.Find(s, MacAddress.Parse("02:42:ac:11:00:07")))).Span.Until);
        Assert.Equal([ChangeEntity.Gap], (await ChangesAsync(host, 3)).Select(c => c.Entity));
    }

    [Fact]
    public async Task What_is_shown_beside_a_gap_is_not_hidden_by_it()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        // Without the right to enter it, the namespace of a container is not found for as long as that runs.
        var state = SampleHost.WithWeb with { Gaps = [new Gap($"container:{SampleHost.WebContainerId}", NamespaceClassifier.NotFoundCode, "")] };
        host.Publish(SampleHost.Empty);
        host.Publish(At(1, state));
        host.Publish(At(2, state.ChangeWeb(c => c with { Name = "web2", State = ContainerState.Paused })));
        host.Publish(At(3, SampleHost.Empty with { Containers = [SampleHost.Web with { Name = "web2", State = ContainerState.Exited, ExitCode = 0 }] }));
        await host.KeptAsync();
        Assert.Null((await host.Store.FindRevisionAsync(4, Cancel))!.NotBefore);
        var life = Assert.Single(await FindAsync(host, s => ContainerLife.Find(s, "web2")));
        Assert.Equal("web2", life.Name);
        Assert.Equal([(4, null), (3, 4), (2, (long?)3)], life.Runs.Select(r => (r.Span.From.Revision, r.Span.Until?.Revision)));
    }

    [Fact]
    public async Task An_address_that_moves_has_one_holder_though_sockets_cannot_be_listed()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var state = SampleHost.WithWeb with { Gaps = [new Gap($"namespace:{SampleHost.HostId}", Gap.SocketsUnreadable, "")] };
        host.Publish(state with { Addresses = [AddressOn(2)] });
        host.Publish(At(1, state with { Addresses = [AddressOn(3)] }));
        await host.KeptAsync();
        var lives = (await FindAsync(host, s => AddressLife.Find(s, System.Net.IPAddress.Parse("192.0.2.10")))).ToList();
        Assert.Equal([(2, 2L), (3, (long?)null)], lives.Select(l => (l.LinkIndex, l.Span.Until?.Revision)));

        static LinkAddress AddressOn(int index) => new() { Namespace = SampleHost.HostId, LinkIndex = index, Address = InterfaceAddress.Parse("192.0.2.10/24"), Scope = "global" };
    }

    [Fact]
    public async Task What_stays_hidden_when_a_gap_narrows_is_told_when_that_is_over_too()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var refused = new Gap($"container:{Other.Id}", "engine-refused", "500");
        host.Publish(SampleHost.WithWeb with { Containers = [SampleHost.Web, Other] });
        host.Publish(At(1, SampleHost.WithWeb.WithoutEngine()));
        host.Publish(At(2, SampleHost.WithWeb with { Gaps = [refused] }));
        host.Publish(At(3, SampleHost.WithWeb with { Containers = [SampleHost.Web, Other with { Image = "nginx:2" }] }));
        // And the other way round: one that could not be read, and then none.
        host.Publish(At(4, SampleHost.WithWeb with { Gaps = [refused] }));
        host.Publish(At(5, SampleHost.WithWeb.WithoutEngine()));
        host.Publish(At(6, SampleHost.WithWeb));
        await host.KeptAsync();
        Assert.Equal([ChangeKind.Changed], (await ChangesAsync(host, 4)).Where(c => c is { Entity: ChangeEntity.Container, Key: "other" }).Select(c => c.Kind));
        Assert.Equal(SampleHost.ObservedAt.AddMinutes(1), (await host.Store.FindRevisionAsync(4, Cancel))!.NotBefore);
        Assert.Equal([ChangeKind.Removed], (await ChangesAsync(host, 7)).Where(c => c is { Entity: ChangeEntity.Container, Key: "other" }).Select(c => c.Kind));
        Assert.Equal(SampleHost.ObservedAt.AddMinutes(4), (await host.Store.FindRevisionAsync(7, Cancel))!.NotBefore);
    }

    [Fact]
    public async Task A_socket_that_outlives_its_process_in_the_table_is_no_other_holder()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        var proxy = new ListeningSocket { Namespace = SampleHost.HostId, Protocol = TransportProtocol.Tcp, Address = System.Net.IPAddress.Any, Port = 8000, Process = "docker-proxy" };
        host.Publish(SampleHost.WithWeb with { Sockets = [proxy] });
        host.Publish(At(1, SampleHost.Empty with { Sockets = [proxy with { Process = null }] }));
        host.Publish(At(2, SampleHost.Empty));
        host.Publish(At(3, SampleHost.Empty with { Sockets = [proxy with { Process = null }] }));
        await host.KeptAsync();
        var listening = (await FindAsync(host, s => PortLife.Find(s, 8000))).Where(l => l.Kind == PortLifeKind.Listening).OrderBy(l => l.Span.From.Revision);
        Assert.Equal([("docker-proxy", 1, 3L), (null, 4, (long?)null)], listening.Select(l => (l.Process, l.Span.From.Revision, l.Span.Until?.Revision)));
    }

    [Fact]
    public async Task The_time_before_a_run_is_known_before_it_is_kept()
    {
        using var data = new TempData();
        await using (var host = await KeptHost.StartAsync(data))
        {
            host.Publish(SampleHost.WithWeb);
            await host.KeptAsync();
        }
        await using var next = await KeptHost.StartAsync(data);
        var away = Assert.Single(await next.Known.ListAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Cancel), i => i.Scope == "netapi");
        Assert.Null(away.Until);
    }

    private static void AssertToldAfterTheGap(IReadOnlyList<KeptChange> changes)
    {
        Assert.Contains((ChangeKind.Removed, ChangeEntity.Container, "myweb"), changes.Select(c => (c.Kind, c.Entity, c.Key)));
        Assert.Contains((ChangeKind.Added, ChangeEntity.Container, "other"), changes.Select(c => (c.Kind, c.Entity, c.Key)));
        Assert.Contains((ChangeKind.Removed, ChangeEntity.PublishedPort, "0.0.0.0:8000/tcp"), changes.Select(c => (c.Kind, c.Entity, c.Key)));
        Assert.EndsWith("what changed there meanwhile is told with it", Assert.Single(changes, c => c.Entity == ChangeEntity.Gap).Summary, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<T>> FindAsync<T>(KeptHost host, Func<HistorySession, IEnumerable<FoundLife<T>>> find)
        where T : ILife => await host.Store.LookAsync(session => find(session).Select(l => l.Tell()).ToList(), Cancel);

    // Of one revision, or all.
    private static async Task<IReadOnlyList<KeptChange>> ChangesAsync(KeptHost host, long revision) => await host.Store.ListChangesAsync(
        new ChangeSearch(revision == 0 ? 0 : revision - 1, revision == 0 ? long.MaxValue : revision, [], [], [], []), null, 100, Cancel);

    private static HostState At(int minutes, HostState state) => state with { ObservedAt = SampleHost.ObservedAt.AddMinutes(minutes) };
}
