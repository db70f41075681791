using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

public sealed class EngineRefreshesTests
{
    private static readonly EngineSubject A = EngineSubject.Container("a");
    private static readonly EngineSubject B = EngineSubject.Container("b");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_SubjectMarkedOften_IsDueOnceWithAllItsCauses()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, Cause("create"));
        refreshes.Mark(A, Cause("start"));
        refreshes.Mark(A, null);
        refreshes.Mark(B, null);
        Assert.Equal(A, await refreshes.NextAsync(Token));
        refreshes.Begin(A);
        Assert.Equal(["create", "start"], refreshes.CausesOf(A).Select(c => c.Action));
        Assert.Equal(B, await refreshes.NextAsync(Token));
        Assert.False(refreshes.NextAsync(Token).IsCompleted);
    }

    [Fact]
    public async Task Mark_WhileItIsRead_MakesItDueAgainAtTheEnd()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, null);
        await refreshes.NextAsync(Token);
        refreshes.Begin(A);
        refreshes.Mark(A, null);
        var next = refreshes.NextAsync(Token);
        Assert.False(next.IsCompleted);
        refreshes.End(A);
        Assert.Equal(A, await next);
    }

    // An inspection that the first event of a start led to is answered when the start is done.
    [Fact]
    public void CausesOf_EventsWhileItIsRead_AreOfThisReadingAndOfTheNext()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, Cause("connect"));
        refreshes.Begin(A);
        refreshes.Mark(A, Cause("start"));
        Assert.Equal(["connect", "start"], refreshes.CausesOf(A).Select(c => c.Action));
        refreshes.End(A);
        refreshes.Begin(A);
        Assert.Equal(["start"], refreshes.CausesOf(A).Select(c => c.Action));
        refreshes.Mark(A, null);
        refreshes.End(A);
        refreshes.Begin(A);
        Assert.Empty(refreshes.CausesOf(A));
    }

    [Fact]
    public void CausesOf_MoreThanAreKept_AreTheNewestEachOnceInTheirOrder()
    {
        var refreshes = new EngineRefreshes();
        for (var second = 0; second < 40; second++)
            refreshes.Mark(A, Cause($"exec {second % 20}", second));
        // They are stamped before they are put in order.
        refreshes.Mark(A, Cause("late", 38));
        refreshes.Begin(A);
        Assert.Equal([.. Enumerable.Range(5, 14).Select(n => $"exec {n}"), "late", "exec 19"], refreshes.CausesOf(A).Select(c => c.Action));
    }

    [Fact]
    public void EndAll_EventsOfAllSubjects_AreCausesOfTheReadingOfEverythingOnce()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, Cause("die"));
        refreshes.Begin(A);
        // Its reading was broken off.
        refreshes.BeginAll();
        refreshes.Mark(B, Cause("start", 1));
        Assert.Equal(["die", "start"], refreshes.EndAll().Select(c => c.Action));
        refreshes.Begin(B);
        Assert.Equal(["start"], refreshes.CausesOf(B).Select(c => c.Action));
        refreshes.End(B);
        Assert.Empty(refreshes.EndAll());
    }

    [Fact]
    public void Settled_NothingMarked_IsSettled() => Assert.True(new EngineRefreshes().SettledAsync(Token).IsCompletedSuccessfully);

    [Fact]
    public async Task Settled_WhatIsMarkedLater_IsNotWaitedFor()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, null);
        var settled = refreshes.SettledAsync(Token);
        refreshes.Begin(A);
        refreshes.Mark(A, null);
        refreshes.Mark(B, null);
        Assert.False(settled.IsCompleted);
        refreshes.End(A);
        await settled;
        Assert.False(refreshes.SettledAsync(Token).IsCompleted);
    }

    [Fact]
    public void BeginAll_Marks_AreForgotten()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, null);
        refreshes.BeginAll();
        Assert.False(refreshes.NextAsync(Token).IsCompleted);
        Assert.True(refreshes.SettledAsync(Token).IsCompletedSuccessfully);
    }

    // Whatever the order of marks and readings: a settled wait means a reading that began after the mark has ended.
    [Property]
    public Property Settled_AnyOrder_IsAfterAReadingThatBeganAfterTheMark() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte>().ListOf().ToArbitrary(), steps =>
        {
            var refreshes = new EngineRefreshes();
            var (marked, read, begun) = (0, 0, new int?());
            var waits = new List<(int Mark, Task Settled)>();
            foreach (var step in steps)
            {
                if (step % 3 == 0)
                {
                    marked++;
                    refreshes.Mark(A, null);
                    waits.Add((marked, refreshes.SettledAsync(CancellationToken.None)));
                }
                else if (begun is { } covers)
                {
                    read = covers;
                    begun = null;
                    refreshes.End(A);
                }
                else if (marked > read)
                {
                    if (!refreshes.NextAsync(Token).IsCompletedSuccessfully)
                        return false;
                    begun = marked;
                    refreshes.Begin(A);
                }
                if (!waits.All(w => w.Settled.IsCompleted == w.Mark <= read))
                    return false;
            }
            return true;
        });

    private static EngineCause Cause(string action, int second = 0) => new(action, "container", "a", DateTimeOffset.UnixEpoch.AddSeconds(second));
}
