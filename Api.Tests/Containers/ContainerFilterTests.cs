using System.Collections.Immutable;
using NetApi.Containers;
using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Containers;

public sealed class ContainerFilterTests
{
    private static readonly Container Web = SampleHost.Web with { Labels = ImmutableSortedDictionary<string, string>.Empty.Add("tier", "front").Add("a", "b=c") };

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("running", null, null, null)]
    [InlineData(null, "tier", null, null)]
    [InlineData(null, "tier=front", null, null)]
    [InlineData(null, "a=b=c", null, null)]
    [InlineData(null, null, "bridge", null)]
    [InlineData(null, null, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", null)]
    [InlineData(null, null, null, "ywe")]
    [InlineData("running", "tier=front", "bridge", "myweb")]
    public void Find_WhatHolds_Passes(string? state, string? label, string? network, string? name) =>
        Assert.Single(Find(new ContainerFilter(state, label, network, name), new FaultList()));

    [Theory]
    [InlineData("exited", null, null, null)]
    [InlineData(null, "tie", null, null)]
    [InlineData(null, "tier=back", null, null)]
    [InlineData(null, "tier=", null, null)]
    [InlineData(null, null, "app", null)]
    [InlineData(null, null, null, "MYWEB")]
    [InlineData("running", "tier=front", "bridge", "other")]
    public void Find_WhatDoesNotHold_Stops(string? state, string? label, string? network, string? name) =>
        Assert.Empty(Find(new ContainerFilter(state, label, network, name), new FaultList()));

    [Theory]
    [InlineData("Running")]
    [InlineData("up")]
    [InlineData("")]
    [InlineData("2")]
    public void Find_UnknownState_ListsTheWords(string state)
    {
        var faults = new FaultList();
        Find(new ContainerFilter(state, null, null, null), faults);
        var fault = Assert.Single(faults.ToProblem().Errors!);
        Assert.Equal(("?state", "unknown-word"), (fault.Pointer, fault.Code));
        Assert.Contains("created, dead, exited, paused, removing, restarting, running", fault.Detail, StringComparison.Ordinal);
    }

    private static IEnumerable<Container> Find(ContainerFilter filter, FaultList faults) => filter.Find(HostIndex.Of(SampleHost.WithWeb with { Containers = [Web] }), faults);
}
