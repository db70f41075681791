using NetApi.Domain;
using Xunit;

namespace NetApi.Tests.Domain;

public sealed class PartsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Do_AnyParts_GivesWhatCameOfThemInOrder(bool onAllCores) =>
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * 2), Parts.Do([.. Enumerable.Range(0, 1000)], onAllCores, i => i * 2));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Do_PartThatFails_ThrowsWhatItThrew(bool onAllCores) =>
        Assert.Throws<InvalidDataException>(() => Parts.Do([1, 2, 3], onAllCores, i => i == 2 ? throw new InvalidDataException("two") : i));

    [Fact]
    public void Do_OnAllCores_TwoPartsAtOnce()
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1, "There is but one core.");
        using var both = new CountdownEvent(2);
        // Each waits for the other.
        Assert.Equal([true, true], Parts.Do([1, 2], true, _ => both.Signal() || both.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Do_NotOnAllCores_IsTheCallersAlone() =>
        Assert.All(Parts.Do([.. Enumerable.Range(0, 100)], false, _ => Environment.CurrentManagedThreadId), id => Assert.Equal(Environment.CurrentManagedThreadId, id));
}
