using System.Collections.Immutable;
using System.Globalization;
using FsCheck.Xunit;
using NetApi.Domain.Diff;
using Xunit;

namespace NetApi.Tests.Domain.Diff;

public sealed class ListDeltaTests
{
    [Fact]
    public void Between_SameList_IsEmpty()
    {
        ImmutableArray<string> list = ["a", "b"];
        Assert.True(ListDelta.Between(list, list).IsEmpty);
    }

    [Theory]
    [InlineData("abc", "abc", "", "")]
    [InlineData("abc", "abxc", "", "x")]
    [InlineData("abxc", "abc", "x", "")]
    [InlineData("abc", "axc", "b", "x")]
    [InlineData("abc", "cab", "", "")]
    [InlineData("aab", "ab", "a", "")]
    [InlineData("", "ab", "", "ab")]
    [InlineData("ab", "", "ab", "")]
    public void Between_Lists_TellsWhatOnlyOneHas(string before, string after, string removed, string added)
    {
        var delta = ListDelta.Between(Letters(before), Letters(after));
        Assert.Equal((removed, added), (string.Concat(delta.Removed), string.Concat(delta.Added)));
    }

    [Property(MaxTest = 1000)]
    public void The_delta_leads_from_one_list_to_the_other_and_holds_nothing_twice(byte[] before, byte[] after)
    {
        var (old, young) = (Items(before), Items(after));
        var delta = ListDelta.Between(old, young);
        Assert.Equal(Sorted(young), Sorted(Without(old, delta.Removed).Concat(delta.Added)));
        Assert.Empty(delta.Removed.Intersect(delta.Added));
        // Equal items are one object here, as a history that is read gives them.
        var (first, second) = delta.Both(old);
        Assert.Equal(Sorted(old), Sorted(first));
        Assert.Equal(Sorted(young), Sorted(second));
    }

    [Property]
    public void Many_items_put_in_and_taken_out_anywhere_are_all_that_is_told(int seed)
    {
        var dice = new Random(seed);
        var old = Enumerable.Range(0, 2000).Select(i => $"item {i}").ToImmutableArray();
        var gone = old.Where(_ => dice.Next(50) == 0).ToList();
        var come = Enumerable.Range(0, 60).Select(i => $"new {i}").ToList();
        var young = old.Except(gone).ToList();
        young.InsertRange(dice.Next(young.Count), come);
        var delta = ListDelta.Between(old, [.. young]);
        Assert.Equal(Sorted(gone), Sorted(delta.Removed));
        Assert.Equal(Sorted(come), Sorted(delta.Added));
    }

    private static ImmutableArray<string> Letters(string text) => [.. text.Select(c => c.ToString())];

    private static ImmutableArray<string> Items(byte[] values) => [.. values.Select(v => (v % 8).ToString(CultureInfo.InvariantCulture))];

    private static IEnumerable<string> Sorted(IEnumerable<string> items) => items.Order(StringComparer.Ordinal);

    private static List<string> Without(ImmutableArray<string> items, IReadOnlyList<string> removed)
    {
        var left = items.ToList();
        Assert.All(removed, item => Assert.True(left.Remove(item)));
        return left;
    }
}
