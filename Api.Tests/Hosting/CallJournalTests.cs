using Microsoft.AspNetCore.Http;
using NetApi.Domain.Diff;
using NetApi.Domain.Topology;
using NetApi.Hosting;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting;

public sealed class CallJournalTests
{
    private static readonly Container Other = SampleHost.Web with { Id = new string('b', 64), Name = "other", PublishedPorts = [] };

    [Fact]
    public async Task HasChangedTheHost_AnotherContainerChangesMeanwhile_IsFalse()
    {
        var journal = new CallJournal();
        await journal.RunAsync(CallAbout("myweb"), _ =>
        {
            var state = SampleHost.WithWeb with { Containers = [SampleHost.Web, Other] };
            Assert.Empty(journal.CausesOf([], HostDiff.Compare(SampleHost.WithWeb, state), state));
            Assert.False(CallJournal.HasChangedTheHost);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task HasChangedTheHost_WhatItIsAboutChanges_IsTrueInThatCallAlone()
    {
        var journal = new CallJournal();
        await journal.RunAsync(CallAbout("other"), async _ =>
        {
            await journal.RunAsync(CallAbout("myweb"), _ =>
            {
                var cause = Assert.Single(journal.CausesOf([], HostDiff.Compare(SampleHost.Empty, SampleHost.WithWeb), SampleHost.WithWeb));
                Assert.Equal((CauseKind.Call, "POST /api/v1/containers/myweb/start"), (cause.Kind, cause.Action));
                Assert.True(CallJournal.HasChangedTheHost);
                return Task.CompletedTask;
            });
            Assert.False(CallJournal.HasChangedTheHost);
        });
        Assert.False(CallJournal.HasChangedTheHost);
    }

    private static DefaultHttpContext CallAbout(string name) => new()
    {
        Request = { Method = "POST", Path = $"/api/v1/containers/{name}/start", RouteValues = { ["name"] = name } },
    };
}
