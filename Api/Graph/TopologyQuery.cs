using NetApi.Hosting.Problems;

namespace NetApi.Graph;

/// <summary>When containers are folded.</summary>
public enum Collapse
{
    /// <summary>In pictures of more than 60 containers, and where a format has a limit.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Only where a format has a limit.</summary>
    Never,
}

/// <summary>What is to be seen of the topology, and how.</summary>
/// <param name="Format"><c>json</c>, <c>nodegraph</c>, <c>svg</c>, <c>dot</c> or <c>mermaid</c>; without it the <c>Accept</c> header chooses.</param>
/// <param name="Focus">Only what is near: a container's name, <c>container:NAME</c>, <c>bridge:docker0</c>, <c>network:NAME</c>, <c>namespace:NAME</c>, <c>link:eth0</c>, <c>port:8000</c>, or the id of a node.</param>
/// <param name="Depth">Steps around the focus, 0 to 10; 2 without it. Only with <c>focus</c>.</param>
/// <param name="Collapse"><c>auto</c>, <c>always</c> or <c>never</c>: whether containers of one network are folded into one node.</param>
public sealed record TopologyQuery(string? Format, string? Focus, int? Depth, string? Collapse)
{
    private const int DefaultDepth = 2;
    private const int MaxDepth = 10;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidRequestException">Something in it is at fault.</exception>
    internal TopologyView Read()
    {
        var faults = new FaultList();
        var format = GraphFormats.Table.Read(Format, faults);
        if (Depth is < 0 or > MaxDepth)
            faults.Add("?depth", "out-of-range", $"depth is {Depth}; it is 0 to {MaxDepth}.");
        if (Depth is not null && Focus is null)
            faults.Add("?depth", "needs-focus", "depth says how far around focus is shown; give focus too, or leave depth out for all of the topology.");
        if (Focus is { Length: 0 })
            faults.Add("?focus", "missing", "focus is empty; give a container's name, bridge:NAME, network:NAME, namespace:NAME, link:NAME, port:NUMBER or the id of a node.");
        var collapse = Collapse switch
        {
            null or "auto" => Graph.Collapse.Auto,
            "always" => Graph.Collapse.Always,
            "never" => Graph.Collapse.Never,
            _ => (Collapse?)null,
        };
        if (collapse is null)
            faults.Add("?collapse", "unknown-word", $"collapse is '{Collapse}'; it is one of auto, always, never.");
        faults.ThrowIfAny();
        return new TopologyView(format, Focus, Depth ?? DefaultDepth, collapse!.Value);
    }
}

/// <summary>What was asked for.</summary>
/// <param name="Format">Format; null where the <c>Accept</c> header chooses.</param>
/// <param name="Focus">What it is about; null for everything.</param>
/// <param name="Depth">Steps around it.</param>
/// <param name="Collapse">When containers are folded.</param>
internal sealed record TopologyView(GraphFormat? Format, string? Focus, int Depth, Collapse Collapse);
