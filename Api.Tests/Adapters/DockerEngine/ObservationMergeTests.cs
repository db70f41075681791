using System.Collections.Immutable;
using FsCheck.Xunit;
using NetApi.Adapters.DockerEngine;
using NetApi.Domain.Topology;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class ObservationMergeTests
{
    private static readonly EngineObservation Nothing = new([], [], []);

    [Property]
    public bool With_OneContainerAfterTheOther_IsTheReadingOfAll(string?[] names)
    {
        var containers = names.Select((name, i) => Container($"{i % 7}", name ?? "")).ToList();
        var known = Nothing;
        foreach (var container in containers)
            known = known.With(new ContainerReading(container.Id, container, null));
        var last = containers.GroupBy(c => c.Id).Select(g => g.Last()).Order(ObservationOrder.OfContainers).ToList();
        return known.Containers.Select(c => (c.Id, c.Name)).SequenceEqual(last.Select(c => (c.Id, c.Name)))
            && ReferenceEquals(known, known.With(new EngineObservation([.. last.Select(Copy)], [], [])))
            && last.All(c => ReferenceEquals(known, known.With(new ContainerReading(c.Id, Copy(c), null))));
    }

    [Fact]
    public void With_ContainerOfAnotherContent_ReplacesThatOneAlone()
    {
        var known = Nothing.With(new EngineObservation([Container("1", "a"), Container("2", "b")], [], []));
        Assert.NotSame(known, known.With(new ContainerReading("1", Container("1", "a", label: "other"), null)));
        var renamed = known.With(new ContainerReading("1", Container("1", "z"), null));
        Assert.Equal(["b", "z"], renamed.Containers.Select(c => c.Name));
        Assert.Same(known.Containers[1], renamed.Containers[0]);
        var gone = renamed.With(new ContainerReading("2", null, null));
        Assert.Equal(["z"], gone.Containers.Select(c => c.Name));
        Assert.Same(gone, gone.With(new ContainerReading("2", null, null)));
    }

    [Fact]
    public void With_ContainerThatIsRefused_IsAGapUntilItIsRead()
    {
        var gap = new Gap("container:1", "engine-refused", "broken");
        var known = Nothing.With(new ContainerReading("1", Container("1", "a"), null));
        var refused = known.With(new ContainerReading("1", null, gap));
        Assert.Empty(refused.Containers);
        Assert.Equal([gap], refused.Gaps);
        Assert.Same(refused, refused.With(new ContainerReading("1", null, gap)));
        Assert.Empty(refused.With(new ContainerReading("1", Container("1", "a"), null)).Gaps);
    }

    [Fact]
    public void With_Networks_KeepsThoseThatAreTheSame()
    {
        var known = Nothing.With([Network("1", "a"), Network("2", "b")]);
        Assert.Same(known, known.With([Network("1", "a"), Network("2", "b")]));
        var changed = known.With([Network("1", "a"), Network("2", "b", option: "other"), Network("3", "c")]);
        Assert.Same(known.Networks[0], changed.Networks[0]);
        Assert.NotSame(known.Networks[1], changed.Networks[1]);
        Assert.Equal(["a"], known.With([Network("1", "a")]).Networks.Select(n => n.Name));
    }

    [Fact]
    public void With_Settings_KeepsTheSame()
    {
        var known = Nothing.With(new SettingsReading(Settings(false), null));
        Assert.Same(known, known.With(new SettingsReading(Settings(false), null)));
        Assert.True(known.With(new SettingsReading(Settings(true), null)).Settings!.LiveRestore);
        var refused = known.With(new SettingsReading(null, new Gap("engine-settings", "engine-refused", "no")));
        Assert.Null(refused.Settings);
        Assert.Single(refused.Gaps);
        Assert.Empty(refused.With(new SettingsReading(Settings(false), null)).Gaps);
    }

    private static Container Copy(Container container) => Container(container.Id, container.Name);

    private static Container Container(string id, string name, string label = "b") => new()
    {
        Id = id,
        Name = name,
        Image = "busybox",
        State = ContainerState.Running,
        CreatedAt = DateTimeOffset.UnixEpoch,
        NetworkMode = "bridge",
        Labels = ImmutableSortedDictionary<string, string>.Empty.Add("a", label),
        Command = ["sleep", "1"],
        Networks = [new NetworkAttachment { NetworkId = "n", NetworkName = "n", Ipv4 = InterfaceAddress.Parse("10.0.0.2/24"), Gateway = new System.Net.IPAddress([10, 0, 0, 1]) }],
    };

    private static Network Network(string id, string name, string option = "d") => new()
    {
        Id = id,
        Name = name,
        Driver = "bridge",
        Scope = "local",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Options = ImmutableSortedDictionary<string, string>.Empty.Add("c", option),
        Subnets = [new NetworkSubnet(System.Net.IPNetwork.Parse("10.0.0.0/24"), null)],
    };

    private static EngineSettings Settings(bool liveRestore) => new() { Version = "28", ApiVersion = "1.51", LiveRestore = liveRestore, DefaultAddressPools = [new AddressPool(System.Net.IPNetwork.Parse("10.0.0.0/8"), 24)] };
}
