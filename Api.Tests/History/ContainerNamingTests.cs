using NetApi.Adapters.Sqlite.History;
using NetApi.History.Lives;
using NetApi.Hosting.Problems;
using NetApi.Tests.Adapters.Sqlite;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.History;

public sealed class ContainerNamingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NamesOf_Id_IsEveryNameOnce()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        foreach (var name in new[] { "a", "b", "a" })
            host.Publish(SampleHost.WithWeb.ChangeWeb(c => c with { Name = name }) with { HostId = host.HostId });
        await host.KeptAsync();
        Assert.Equal(["a", "b"], await NamesAsync(host.Store, SampleHost.WebContainerId[..12]));
        Assert.Equal(["a"], await NamesAsync(host.Store, "a"));
        Assert.Equal(["aaa"], await NamesAsync(host.Store, "aaa"));
    }

    [Fact]
    public async Task NamesOf_ContainerOfAnotherHostInTheDatabase_IsNobody()
    {
        using var data = new TempData();
        await using var host = await KeptHost.StartAsync(data);
        host.Publish(SampleHost.WithWeb with { HostId = host.HostId });
        await host.KeptAsync();
        var other = new HistoryStore(host.Database, 99);
        Assert.Equal([SampleHost.WebContainerId], await NamesAsync(other, SampleHost.WebContainerId));
        Assert.Empty(await other.LookAsync(session => ContainerNaming.IdsOf(session, SampleHost.WebContainerId, "/name", new FaultList()).ToList(), Cancel));
    }

    private static Task<List<string>> NamesAsync(HistoryStore store, string text) => store.LookAsync(
        session =>
        {
            var faults = new FaultList();
            var names = ContainerNaming.NamesOf(session, text, "?container", faults).ToList();
            Assert.True(faults.IsEmpty);
            return names;
        },
        Cancel);
}
