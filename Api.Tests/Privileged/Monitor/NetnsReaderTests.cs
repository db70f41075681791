using NetApi.Adapters.Netlink.Monitor;
using NetApi.Adapters.Netlink.Netns;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

[Trait("Ring", "Privileged")]
public sealed class NetnsReaderTests
{
    [Fact]
    public void A_file_that_leads_to_another_namespace_by_now_is_told_by_its_cookie()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var other = new ScratchNetns();
        In(host, reader =>
        {
            var now = reader.Open(Found(other), out _)!;
            // As it is when the kernel gave the inode of one that died to this one.
            var before = new WatchedNetns(now.Found, new NetnsId("gone"), now.Cookie + 1, now.Nsid, isOwn: false);
            Assert.True(reader.Read(now, Tables.All));
            Assert.False(reader.Read(before, Tables.All));
        });
    }

    [Fact]
    public void Many_namespaces_are_opened_by_several_threads_and_each_is_what_one_thread_reads()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        ScratchNetns[] all = [.. Enumerable.Range(0, 80).Select(_ => new ScratchNetns())];
        try
        {
            foreach (var (netns, i) in all.Select((n, i) => (n, i)))
                netns.Ip($"link add br{i} type bridge");
            In(host, reader =>
            {
                FoundNetns[] found = [.. all.Select(Found), new FoundNetns(new NetnsFile(0, 4, 1)) { Paths = { "/run/netns/netapi-never-was" } }];
                var opened = NetnsCrowd.Open(reader, found);
                Assert.Equal(found, opened.Select(o => o.Found));
                Assert.Null(opened[^1].Netns ?? (object?)opened[^1].Failure);
                Assert.All(opened[..^1], o => Assert.Null(o.Failure));
                for (var i = 0; i < all.Length; i++)
                {
                    Assert.Equal(reader.Open(found[i], out _)!.Id, opened[i].Netns!.Id);
                    Assert.Contains(opened[i].Netns!.Content.Raw, l => l.Name == $"br{i}");
                }
                // A thread of the pool that began inside would do all its later work there.
                var inside = found.Select(f => $"net:[{f.File.Inode}]").ToHashSet();
                for (var round = 0; round < 20; round++)
                    NetnsCrowd.Open(reader, found);
                Assert.DoesNotContain(Directory.EnumerateDirectories("/proc/self/task").Select(t => new FileInfo($"{t}/ns/net").LinkTarget), t => t is not null && inside.Contains(t));
                // Ids are of the host's frame, whichever thread asked: no two namespaces have one.
                Assert.Equal(all.Length, opened[..^1].Select(o => o.Netns!.Nsid).Distinct().Count());
            });
        }
        finally
        {
            foreach (var netns in all)
                netns.Dispose();
        }
    }

    private static FoundNetns Found(ScratchNetns netns)
    {
        using var handle = netns.Open();
        return new FoundNetns(handle.File) { Paths = { netns.Path } };
    }

    private static void In(ScratchNetns host, Action<NetnsReader> test)
    {
        using var handle = host.Open();
        NetnsEntry.Run(handle, () =>
        {
            using var reader = new NetnsReader(Guid.Empty);
            test(reader);
        });
    }
}
