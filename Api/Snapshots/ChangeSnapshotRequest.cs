using NetApi.Adapters.Sqlite;
using NetApi.Hosting.Problems;

namespace NetApi.Snapshots;

/// <summary>What is to be different of a snapshot. A member that is left out stays as it is (JSON Merge Patch, RFC 7396).</summary>
public sealed record ChangeSnapshotRequest
{
    // Null takes a member away, so that it has to be told from one that is not there.
    private readonly bool _hasLabel;
    private readonly bool _hasReason;
    private readonly bool _hasPinned;

    /// <summary>A name for it: 1 to 100 characters; null for none.</summary>
    public string? Label
    {
        get;
        init => (field, _hasLabel) = (value, true);
    }

    /// <summary>Why it was taken: 1 to 1,000 characters; null for no reason.</summary>
    public string? Reason
    {
        get;
        init => (field, _hasReason) = (value, true);
    }

    /// <summary>Whether it stays until somebody deletes it (true), or goes with the history of its time (false).</summary>
    public bool Pinned
    {
        get;
        init => (field, _hasPinned) = (value, true);
    }

    /// <summary>Every fault of the request, as a change of a snapshot.</summary>
    internal FaultList Check(Snapshot snapshot)
    {
        var faults = new FaultList();
        CreateSnapshotRequest.CheckTexts(faults, Label, Reason, "null for none");
        if (_hasPinned && !Pinned && snapshot.Revision is null)
            faults.Add("/pinned", "no-revision", $"The snapshot shows no revision of this host's history, and goes with none: it stays until it is deleted. DELETE /api/v1/snapshots/{snapshot.Id} removes it.");
        return faults;
    }

    /// <summary>The snapshot as it is to be.</summary>
    internal Snapshot Apply(Snapshot snapshot) => snapshot with
    {
        Label = _hasLabel ? Label : snapshot.Label,
        Reason = _hasReason ? Reason : snapshot.Reason,
        Pinned = _hasPinned ? Pinned : snapshot.Pinned,
    };
}
