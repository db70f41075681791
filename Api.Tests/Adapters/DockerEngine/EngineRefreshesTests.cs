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
    public async Task Next_SubjectMarkedOften_IsDueOnceWithItsLastCause()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, Cause("create"));
        refreshes.Mark(A, Cause("start"));
        refreshes.Mark(A, null);
        refreshes.Mark(B, null);
        Assert.Equal(A, await refreshes.NextAsync(Token));
        Assert.Equal("start", refreshes.Begin(A)?.Action);
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
    public void Clear_Marks_AreForgotten()
    {
        var refreshes = new EngineRefreshes();
        refreshes.Mark(A, null);
        refreshes.Clear();
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

    private static EngineCause Cause(string action) => new(action, "container", "a", DateTimeOffset.UnixEpoch);
}
