using NetApi.Hosting.Problems;

namespace NetApi.Snapshots;

/// <summary>A snapshot to take. Both members may be omitted.</summary>
public sealed record CreateSnapshotRequest
{
    private const int MaxLabelLength = 100;
    private const int MaxReasonLength = 1_000;

    /// <summary>A name for it: 1 to 100 characters.</summary>
    public string? Label { get; init; }

    /// <summary>Why it is taken: 1 to 1,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Every fault of the request.</summary>
    internal FaultList Check()
    {
        var faults = new FaultList();
        CheckTexts(faults, Label, Reason);
        return faults;
    }

    /// <summary>Adds the faults of a label and a reason, of whatever document they are members.</summary>
    /// <param name="faults">Where they are added.</param>
    /// <param name="label">The label; null for none.</param>
    /// <param name="reason">The reason; null for none.</param>
    /// <param name="none">How the document says that there is none.</param>
    internal static void CheckTexts(FaultList faults, string? label, string? reason, string none = "leave it out")
    {
        CheckText(faults, "label", label, MaxLabelLength, none);
        CheckText(faults, "reason", reason, MaxReasonLength, none);
    }

    private static void CheckText(FaultList faults, string member, string? text, int max, string none)
    {
        if (text is not null && (string.IsNullOrWhiteSpace(text) || text.Length > max))
            faults.Add($"/{member}", $"malformed-{member}", $"{member} has {text.Length} characters; give 1 to {max}, or {none}.");
    }
}
