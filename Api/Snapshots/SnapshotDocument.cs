using NetApi.Domain.Topology;

namespace NetApi.Snapshots;

/// <summary>A snapshot as one document, which any NetApi reads that knows its version. docs/snapshot.schema.json is its JSON Schema.</summary>
/// <param name="Format">Always <c>netapi-snapshot</c>.</param>
/// <param name="Version">Version of the form: 1.</param>
/// <param name="Host">The host it shows.</param>
/// <param name="TakenAt">The instant it shows, UTC.</param>
/// <param name="Label">A name for it: 1 to 100 characters. Left out where it has none.</param>
/// <param name="Reason">Why it was taken: 1 to 1,000 characters. Left out where none was given.</param>
/// <param name="ContentHash">Hash of what the state says of the network, in whatever order: equal for equal networks, 64 hexadecimal digits.</param>
/// <param name="StateSha256">SHA-256 of the state as it stands here without white space, 64 hexadecimal digits: <c>jq -cj .state | sha256sum</c>.</param>
/// <param name="State">What was observed.</param>
public sealed record SnapshotDocument(
    string Format, int Version, DocumentHost Host, DateTimeOffset TakenAt, string? Label, string? Reason, string ContentHash, string StateSha256, HostState State)
{
    /// <summary>The word that every document begins with.</summary>
    public const string FormatName = "netapi-snapshot";

    /// <summary>The version that is written, and the only one that is read. Another form of the state (<see cref="Json.HostStateJson.Format"/>) is another version.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>The host that a document shows.</summary>
/// <param name="Id">Its id, a UUID.</param>
/// <param name="Name">Its name: 1 to 255 characters. Left out where it is not known.</param>
public sealed record DocumentHost(string Id, string? Name);
