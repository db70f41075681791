using NetApi.Adapters.DockerEngine;
using NetApi.Adapters.Netlink;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class RevisionCausesTests
{
    private static readonly EngineReading Quiet = new(new EngineObservation([], [], []), [], null);
    private static readonly KernelReading Same = new(new KernelObservation([], []), false, null);

    [Fact]
    public void Of_WhatWasTaken_NamesTheStartOnceAndElseWhatChanged()
    {
        var causes = new RevisionCauses(new CallJournal());
        Assert.Equal([CauseKind.Start, CauseKind.Kernel], causes.Of(Quiet, Same with { IsNew = true }).Select(c => c.Kind));
        Assert.Empty(causes.Of(Quiet, Same));
        var events = Quiet with { Causes = [new EngineCause("create", "container", "a", DateTimeOffset.UnixEpoch), new EngineCause("start", "container", "a", DateTimeOffset.UnixEpoch)] };
        Assert.Equal([new Cause(CauseKind.Engine, "create", "container", "a"), new Cause(CauseKind.Engine, "start", "container", "a")], causes.Of(events, Same));
    }
}
