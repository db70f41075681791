using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NetApi.Domain.Diff;
using NetApi.Domain.Graph.Formats;
using NetApi.History;
using NetApi.Hosting.OpenApi;
using NetApi.Hosting.Problems;
using NetApi.Hosting.Security;

namespace NetApi.Diffs;

/// <summary><c>/api/v1/diff</c>: what changed between two states of the host.</summary>
public static class DiffEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapDiff(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/diff").WithTags("Snapshots").RequireScope(Scope.Read).ProducesMomentProblems()
            .MapGet("/", Compare)
            .WithName("GetDiff")
            .WithSummary("Tell what changed, or draw it")
            .WithDescription("`from` and `to` are times, revisions or snapshots, or `live` for the host as it is now (the default of `to`). Each change has a key that stays the same from diff to diff, and a sentence. "
                + "What was recreated, restarted or renamed is one change that says so, and all that names it is told under the name it had last. Counters, timers, process ids and what else is new with each restart are left out. What one state could not read is not told as added or removed; `complete` is false then, and `gaps` says what it was.\n\n"
                + "Changes are grouped by what they bring about. `reachability` comes first, with a `consequence` that says what became reachable or unreachable, as far as published ports, running containers and networks (their attachments, `internal`, `icc`) tell; nobody asks the firewall's rules. Then `containers`, `networks`, `kernel` and `gaps`.\n\n"
                + "`entity`, `container` and `network` narrow it; each may be given several times, and what is given must hold together. Gaps are told unless `entity` leaves them out. A container or network that neither state has, or the beginning of several ids, is 400.\n\n"
                + "`format`, or the `Accept` header, chooses: `json`; `text` (`text/plain`), sentences under the headings of their groups; `patch`, a JSON Patch; `document`, what that is applied to; `svg` (`image/svg+xml`), `dot` (`text/vnd.graphviz`) and `mermaid` (`text/vnd.mermaid`), pictures.\n\n"
                + "**The JSON Patch** (`application/json-patch+json`, RFC 6902) turns the document of the earlier state into that of the later one. A document is an object of objects: entity → key → the thing as `before` and `after` show it, such as `{\"container\":{\"myweb\":{\"state\":\"running\", …}}, \"network\":{}, …}`; every entity is a member, an empty object where there is nothing, and keys are those of this diff. "
                + "So `/container/myweb/state` is replaced where a container ends; `/` in a key is `~1`, `~` is `~0`. Lists are replaced whole. Between states that could read everything the result is the later document in full, also in what a diff passes over, such as who holds a socket where that was not found before. "
                + "Where one could not, the patch has what the diff tells: what one side could not see is not in it, and stays as it was. With filters it has only what passes them. `format=document` is the document of the earlier state, whatever the filters; with `from` and `to` exchanged, that of the later one.\n\n"
                + "**A picture** shows the nodes and edges of both states, each marked as added, removed or changed by a sign, a dash and a colour; what only one of them could look at has a mark of its own. The same thing is at the same place whichever state is `from`, and things are matched by the names of the diff, so that a restarted container is the same one. What happened to a box is its tooltip in SVG and DOT. "
                + $"With filters it shows what passes them, and what is within two steps. Beyond {SvgFormat.MaxContainers} containers those of which nothing is told are folded.")
            .WithResponseExample(DiffExamples.Json)
            .AlsoAnswers<string>("text/plain", DiffExamples.Text)
            .AlsoAnswers<IReadOnlyList<PatchOperation>>(DiffFormats.Patch, DiffExamples.Patch)
            .AlsoAnswers<IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>>>(DiffFormats.Document, DiffExamples.Document)
            .AlsoAnswers<string>("image/svg+xml", DiffExamples.Svg)
            .AlsoAnswers<string>("text/vnd.graphviz", DiffExamples.Dot)
            .AlsoAnswers<string>("text/vnd.mermaid", DiffExamples.Mermaid);

    private static async Task<Results<Ok<DiffResource>, ContentHttpResult, NotAcceptableProblem>> Compare(
        [AsParameters] DiffQuery query, Moments moments, HttpContext context, IOptions<JsonOptions> json, CancellationToken cancel)
    {
        var asked = query.Read();
        if (DiffFormats.Table.Choose(asked.Format, context.Request) is not var (format, mediaType))
            return DiffFormats.Table.NotAcceptable(context.Request, "a diff comes");
        var (from, to) = await moments.ReadBothAsync(asked.From, asked.To, cancel);
        var diff = new StateDiff(from, asked.From, to, asked.To, DiffFilter.Of(asked, from, to));
        if (asked.Format is null)
            context.Response.Headers.Vary = "Accept, Authorization";
        return format == DiffFormat.Json
            ? TypedResults.Ok(DiffResource.Of(diff))
            : TypedResults.Text(Write(diff, format, json.Value.SerializerOptions), $"{mediaType}; charset=utf-8");
    }

    private static string Write(StateDiff diff, DiffFormat format, JsonSerializerOptions json) => format switch
    {
        DiffFormat.Text => DiffText.Write(diff),
        DiffFormat.Patch => JsonSerializer.Serialize(DiffPatch.Of(diff, json), json),
        DiffFormat.Document => DiffPatch.DocumentOf(StateDocument.Of(diff.From, diff.To), json).ToJsonString(json),
        _ => DiffPicture.Write(diff, format),
    };
}
