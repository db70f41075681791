using NetApi.Domain.Topology;
using NetApi.Hosting.Problems;

namespace NetApi.History;

/// <summary>Says that something is not there: at which moment, and where what was there then is listed. Of the host as it is the moment goes without saying.</summary>
internal static class Absence
{
    /// <summary>All of it, with what could not be seen.</summary>
    /// <param name="what">What is not there, a sentence without its full stop.</param>
    /// <param name="list">Path of the list that would have it.</param>
    /// <param name="state">What was looked through; null where it is not at hand.</param>
    /// <param name="moment">The moment that was asked for; null for the host as it is.</param>
    public static string Of(string what, string list, HostState? state, MomentQuery? moment) => $"{what}{AsOf(state, moment)}. GET {Path(list, state, moment)} lists them.{Unseen.Of(state)}";

    /// <summary>The moment, with a space before it; nothing for the host as it is.</summary>
    public static string AsOf(HostState? state, MomentQuery? moment)
    {
        if (state is null || moment is null || moment.IsLive)
            return "";
        // What was imported is no revision.
        var shown = $"{(state.Revision > 0 ? $"revision {state.Revision}, " : "")}{Moments.InWords(state.ObservedAt)}";
        return Guid.TryParseExact(moment.At, "D", out _) ? $" as of snapshot {moment.At} ({shown})" : $" as of {shown}";
    }

    /// <summary>A path that shows the same moment.</summary>
    public static string Path(string path, HostState? state, MomentQuery? moment) => moment switch
    {
        null or { IsLive: true } => path,
        // So long ago is another moment soon.
        { At: ['-', ..] } when state is { Revision: > 0 } => $"{path}?at={state.Revision}",
        // A plus is read as a space where it stands in a query as it is, and so may have been sent.
        _ => $"{path}?at={moment.At!.Replace(' ', '+')}",
    };
}
