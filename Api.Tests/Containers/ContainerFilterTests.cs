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
    public void Compile_WhatHolds_Passes(string? state, string? label, string? network, string? name) =>
        Assert.True(new ContainerFilter(state, label, network, name).Compile()(Web));

    [Theory]
    [InlineData("exited", null, null, null)]
    [InlineData(null, "tie", null, null)]
    [InlineData(null, "tier=back", null, null)]
    [InlineData(null, "tier=", null, null)]
    [InlineData(null, null, "app", null)]
    [InlineData(null, null, null, "MYWEB")]
    [InlineData("running", "tier=front", "bridge", "other")]
    public void Compile_WhatDoesNotHold_Stops(string? state, string? label, string? network, string? name) =>
        Assert.False(new ContainerFilter(state, label, network, name).Compile()(Web));

    [Theory]
    [InlineData("Running")]
    [InlineData("up")]
    [InlineData("")]
    [InlineData("2")]
    public void Compile_UnknownState_ListsTheWords(string state)
    {
        var fault = Assert.Single(Assert.Throws<InvalidRequestException>(() => new ContainerFilter(state, null, null, null).Compile()).Faults);
        Assert.Equal(("?state", "unknown-word"), (fault.Pointer, fault.Code));
        Assert.Contains("created, dead, exited, paused, removing, restarting, running", fault.Detail, StringComparison.Ordinal);
    }
}
