using NetApi.Domain.Topology;
using NetApi.Hosting.Paging;
using NetApi.Hosting.Problems;

namespace NetApi.Hosting.Answers;

/// <summary>Makes answers from a state. What the lambdas do is skipped where the bytes are kept already, or where the caller has them.</summary>
public static class StateAnswers
{
    /// <summary>A JSON body.</summary>
    /// <param name="state">The state it is drawn from.</param>
    /// <param name="body">Makes it; from the state and the request's path and query alone.</param>
    /// <param name="validator">Whether the body shows something that makes no revision.</param>
    /// <param name="isNegotiated">Whether the <c>Accept</c> header chose JSON.</param>
    public static StateAnswer<T> Of<T>(HostState state, Func<T> body, Validator validator = Validator.ContentHash, bool isNegotiated = false) =>
        new(state, StateAnswer.Json, validator, body) { IsNegotiated = isNegotiated };

    /// <summary>A page of a JSON collection.</summary>
    /// <param name="state">The state it is drawn from.</param>
    /// <param name="page">What the caller asks for; checked at once.</param>
    /// <param name="items">The items, before they are sorted and cut.</param>
    /// <param name="key">Sorts the items and is unique among them.</param>
    /// <param name="show">What is shown of an item; called for those of the page alone.</param>
    /// <param name="validator">Whether the items show something that makes no revision.</param>
    /// <exception cref="InvalidRequestException">The limit or the cursor is at fault.</exception>
    public static StateAnswer<StatePage<T>> Page<TItem, T>(
        HostState state, PageQuery page, Func<IEnumerable<TItem>> items, Func<TItem, string> key, Func<TItem, T> show, Validator validator = Validator.ContentHash)
    {
        var bounds = page.Read();
        return Of(state, () => StatePage.Of(state, items(), bounds, key, show), validator);
    }

    /// <summary>A page of a JSON collection, from what the state's index finds.</summary>
    /// <inheritdoc cref="Page{TItem, T}(HostState, PageQuery, Func{IEnumerable{TItem}}, Func{TItem, string}, Func{TItem, T}, Validator)"/>
    public static StateAnswer<StatePage<T>> Page<TItem, T>(
        HostState state,
        PageQuery page,
        Func<HostIndex, IEnumerable<TItem>> items,
        Func<TItem, HostIndex, string> key,
        Func<TItem, HostIndex, T> show,
        Validator validator = Validator.ContentHash) =>
        Page(state, page, (index, _) => items(index), key, show, validator);

    /// <summary>A page of a JSON collection, from what a filter finds. <paramref name="items"/> is called at once, to tell its faults with those of the page; what it gives is walked where the body is made.</summary>
    /// <inheritdoc cref="Page{TItem, T}(HostState, PageQuery, Func{IEnumerable{TItem}}, Func{TItem, string}, Func{TItem, T}, Validator)"/>
    public static StateAnswer<StatePage<T>> Page<TItem, T>(
        HostState state,
        PageQuery page,
        Func<HostIndex, FaultList, IEnumerable<TItem>> items,
        Func<TItem, HostIndex, string> key,
        Func<TItem, HostIndex, T> show,
        Validator validator = Validator.ContentHash)
    {
        var faults = new FaultList();
        var bounds = page.Read(faults);
        var index = HostIndex.Of(state);
        // Not in the body: where nothing fits what is asked for, no tag of the caller's may be answered with 304.
        var found = items(index, faults);
        faults.ThrowIfAny();
        return Of(state, () => StatePage.Of(state, found, bounds, item => key(item, index), item => show(item, index)), validator);
    }

    /// <summary>A page of a JSON collection whose items are shown as they are.</summary>
    /// <inheritdoc cref="Page{TItem, T}(HostState, PageQuery, Func{IEnumerable{TItem}}, Func{TItem, string}, Func{TItem, T}, Validator)"/>
    public static StateAnswer<StatePage<T>> Page<T>(HostState state, PageQuery page, Func<IEnumerable<T>> items, Func<T, string> key) =>
        Page(state, page, items, key, item => item);

    /// <summary>Text of another media type, or JSON that was written by hand.</summary>
    /// <param name="state">The state it is drawn from.</param>
    /// <param name="contentType">Its media type with charset, such as <c>image/svg+xml; charset=utf-8</c>.</param>
    /// <param name="text">Makes it; from the state and the request's path and query alone.</param>
    /// <param name="isNegotiated">Whether the <c>Accept</c> header chose the content type.</param>
    /// <param name="validator">Whether the text shows something that makes no revision.</param>
    public static StateText Text(HostState state, string contentType, Func<string> text, bool isNegotiated = false, Validator validator = Validator.ContentHash) =>
        new(state, contentType, validator, text) { IsNegotiated = isNegotiated };
}
