using System.Globalization;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Http;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;
using NetApi.Tests.Domain;
using Xunit;

namespace NetApi.Tests.Hosting.Paging;

public sealed class PageTests
{
    private static readonly string[] Letters = ["e", "b", "d", "a", "c"];

    [Property]
    public void Of_WalkedWithAnyLimit_GivesEachItemOnceInOrder(int[] numbers, PositiveInt limit)
    {
        var items = numbers.Select(n => $"{(n % 3 == 0 ? "ä😀/" : "")}{n.ToString(CultureInfo.InvariantCulture)}").Distinct().ToList();
        Assert.Equal(items.Order(StringComparer.Ordinal), Walk(_ => items, (limit.Get % PageQuery.MaxLimit) + 1).SelectMany(p => p));
    }

    [Fact]
    public void Of_PagesAreFull_AndTheLastHasNoCursor() =>
        Assert.Equal([2, 2, 1], Walk(_ => Letters, 2).Select(p => p.Count));

    [Fact]
    public void Of_ExactlyOnePage_HasNoCursor() => Assert.Null(Page.Of(Letters, Query(5, null).Read(), l => l).NextCursor);

    [Fact]
    public void Of_NoItems_IsAnEmptyPage()
    {
        var page = Page.Of(Array.Empty<string>(), Query(null, null).Read(), l => l);
        Assert.Empty(page.Items);
        Assert.Null(page.NextCursor);
    }

    [Fact]
    public void Of_ItemThatVanishesBetweenPages_LosesNoOther()
    {
        string[] without = ["a", "c", "d", "e"];
        Assert.Equal(["a", "b", "c", "d", "e"], Walk(page => page == 0 ? Letters : without, 2).SelectMany(p => p));
    }

    [Fact]
    public void Of_ItemThatAppearsBetweenPages_RepeatsNoOther()
    {
        string[] with = [.. Letters, "aa", "cc"];
        Assert.Equal(["a", "b", "c", "cc", "d", "e"], Walk(page => page == 0 ? Letters : with, 2).SelectMany(p => p));
    }

    [Theory]
    [InlineData(null, 500)]
    [InlineData(1, 1)]
    [InlineData(5000, 5000)]
    public void Read_LimitWithinBounds_IsTaken(int? limit, int effective) => Assert.Equal(effective, Query(limit, null).Read().Limit);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5001)]
    [InlineData(int.MaxValue)]
    public void Read_LimitBeyondBounds_IsAFault(int limit) =>
        Assert.Equal("?limit", Assert.Single(Assert.Throws<InvalidRequestException>(() => Query(limit, null).Read()).Faults).Pointer);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("++++")]
    [InlineData("ä")]
    public void Read_NoCursorOfNetApis_IsAFault(string cursor) =>
        Assert.Equal("?cursor", Assert.Single(Assert.Throws<InvalidRequestException>(() => Query(null, cursor).Read()).Faults).Pointer);

    [Fact]
    public void Read_CursorThatIsTooLong_IsAFault() =>
        Assert.Throws<InvalidRequestException>(() => Query(null, new string('A', 1028)).Read());

    [Fact]
    public void Of_State_SaysHowCompleteItIs()
    {
        var state = SampleHost.WithWeb.WithoutEngine();
        var page = StatePage.Of(state, Letters, Query(2, null).Read(), l => l);
        Assert.Equal((false, SampleHost.ObservedAt), (page.Complete, page.ObservedAt));
        Assert.Equal(["engine-unavailable"], page.Gaps.Select(g => g.Code));
        Assert.NotNull(page.NextCursor);
        Assert.True(StatePage.Of(SampleHost.WithWeb, Letters, Query(2, null).Read(), l => l).Complete);
    }

    [Fact]
    public void Read_CursorOfAnotherList_IsAFault()
    {
        var cursor = Page.Of(Letters, Query(2, null).Read(), l => l).NextCursor;
        Assert.Equal("b", Query(2, cursor).Read().After);
        Assert.Equal("?cursor", Assert.Single(Assert.Throws<InvalidRequestException>(() => Query(2, cursor, "/numbers").Read()).Faults).Pointer);
    }

    private static PageQuery Query(int? limit, string? cursor, string list = "/letters") => new(limit, cursor, new DefaultHttpContext { Request = { Path = list } }.Request);

    private static IEnumerable<IReadOnlyList<string>> Walk(Func<int, IReadOnlyList<string>> items, int limit)
    {
        string? cursor = null;
        for (var number = 0; ; number++)
        {
            var page = Page.Of(items(number), Query(limit, cursor).Read(), i => i);
            yield return page.Items;
            if ((cursor = page.NextCursor) is null)
                yield break;
        }
    }
}
