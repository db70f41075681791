using NetApi.Adapters.Netlink;
using NetApi.Adapters.Netlink.Netns;
using Xunit;

namespace NetApi.Tests.Privileged.Monitor;

/// <summary>Where /proc shows less than there is, that is said.</summary>
[Trait("Ring", "Privileged")]
public sealed class HiddenProcTests
{
    [Theory]
    [InlineData("hidepid=1")]
    [InlineData("hidepid=2")]
    [InlineData("hidepid=4")]
    public void Processes_that_proc_hides_are_a_gap(string options)
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var held = HeldNetns.Make();
        using var handle = NetnsHandle.Open(held.Path);
        Assert.Contains(Observed.From(host).Namespaces, n => n.Sighting.Inode == handle.Inode);

        var observation = Observed.From(host, () =>
        {
            MountNamespace.CoverProc("proc", options);
            Capabilities.DropAll();
        });

        Assert.Equal(["lo"], observation.Own.Links.Select(l => l.Name));
        Assert.DoesNotContain(observation.Namespaces, n => n.Sighting.Inode == handle.Inode);
        Assert.Contains("hidepid", Assert.Single(observation.Gaps, g => g.Scope == "processes").Detail, StringComparison.Ordinal);
        Assert.False(Observed.State(observation).IsComplete);
    }

    [Fact]
    public void Processes_that_proc_hides_from_others_are_seen_with_the_right_to()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var held = HeldNetns.Make();
        using var handle = NetnsHandle.Open(held.Path);
        var observation = Observed.From(host, () => MountNamespace.CoverProc("proc", "hidepid=2"));
        Assert.Contains(observation.Namespaces, n => n.Sighting.Inode == handle.Inode);
        // Some may be out of reach of root, too, where the tests run in a container.
        Assert.Equal(Observed.From(host).Gaps.Where(g => g.Scope == "processes"), observation.Gaps.Where(g => g.Scope == "processes"));
    }

    [Fact]
    public async Task Without_proc_the_monitor_says_what_it_lacks()
    {
        Ring.Privileged();
        using var host = new ScratchNetns();
        using var handle = host.Open();
        using var monitor = new KernelMonitor(TimeProvider.System);
        var told = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        monitor.Changed += () => told.TrySetResult(monitor.Failure);
        NetnsEntry.Run(handle, () =>
        {
            MountNamespace.CoverProc("tmpfs");
            monitor.Start();
        });
        // Whoever follows the host tells it as a gap of the kernel.
        Assert.Contains("/proc/", (await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))!.Message, StringComparison.Ordinal);
        Assert.Contains("/proc/", (await Assert.ThrowsAnyAsync<IOException>(() => monitor.First)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mounts_that_cannot_be_listed_are_a_gap()
    {
        Ring.Privileged();
        var gaps = NetnsEntry.OnOwnThread(() =>
        {
            MountNamespace.CoverProc("tmpfs");
            return NetnsFinder.Find([]).Gaps;
        });
        Assert.Equal(["namespace:/proc/self/mountinfo", "processes"], gaps.Select(g => g.Scope));
    }
}
