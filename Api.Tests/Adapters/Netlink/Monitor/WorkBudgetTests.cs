using Microsoft.Extensions.Time.Testing;
using NetApi.Adapters.Netlink.Monitor;
using Xunit;

namespace NetApi.Tests.Adapters.Netlink.Monitor;

public sealed class WorkBudgetTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WorkBudget _budget;

    public WorkBudgetTests() => _budget = new WorkBudget(_clock);

    [Fact]
    public void Pause_AfterABurst_IsNone()
    {
        for (var i = 0; i < 99; i++)
        {
            Assert.Equal(TimeSpan.Zero, _budget.Pause);
            _budget.Spend(TimeSpan.FromMilliseconds(3));
        }
    }

    [Fact]
    public void Pause_UnderALastingStorm_LeavesASmallShareOfTheTime()
    {
        var cost = TimeSpan.FromMilliseconds(3);
        var (began, worked) = (_clock.GetTimestamp(), TimeSpan.Zero);
        while (_clock.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            _clock.Advance(_budget.Pause + TimeSpan.FromTicks(1));
            _clock.Advance(cost);
            _budget.Spend(cost);
            worked += cost;
        }
        Assert.InRange(worked / TimeSpan.FromSeconds(60), 0.055, 0.067);
    }

    [Fact]
    public void Pause_AfterSomethingThatTookVeryLong_IsShort()
    {
        for (var i = 0; i < 60; i++)
            _budget.Spend(TimeSpan.FromSeconds(5));
        Assert.InRange(_budget.Pause, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
    }
}
