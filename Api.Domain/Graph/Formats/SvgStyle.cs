using System.Text;

namespace NetApi.Domain.Graph.Formats;

/// <summary>The style sheet of SVG pictures. No custom properties: not every renderer knows them.</summary>
internal static class SvgStyle
{
    public static readonly string Sheet = Make();

    public static string ClassOf(Look look) => look.ToString().ToLowerInvariant();

    private static string Make()
    {
        var sheet = new StringBuilder();
        sheet.Append("text { font-family: system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 10.5px; fill: #1f2933; }\n");
        sheet.Append(".title { font-size: 12px; font-weight: 600; } .head { font-size: 15px; font-weight: 600; } .end { text-anchor: end; } .mid { text-anchor: middle; }\n");
        sheet.Append(".mono { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; } .muted { fill: #66727f; } .warn { fill: #b34a24; }\n");
        sheet.Append(".column { fill: #66727f; font-size: 10px; letter-spacing: 0.06em; } .ground { fill: #ffffff; }\n");
        sheet.Append("path { fill: none; stroke: #9aa7b5; stroke-width: 1.2; } .idle { stroke: #c3cad2; stroke-dasharray: 4 3; } .attached { stroke-dasharray: 1.5 2.5; } .parent { stroke: #8a6fba; }\n");
        sheet.Append("rect { stroke-width: 1; } .off { fill: #f5f6f7; stroke: #c3cad2; stroke-dasharray: 4 3; } .orphan { stroke: #c2562d; stroke-width: 1.5; } .unseen { stroke-dasharray: 4 3; }\n");
        foreach (var look in Enum.GetValues<Look>())
            sheet.Append(Rule(look, Palette.Of(look)));
        sheet.Append("@media (prefers-color-scheme: dark) {\n");
        sheet.Append("text { fill: #e4e8ec; } .muted, .column { fill: #98a4b1; } .warn { fill: #f08d66; } .ground { fill: #14181d; }\n");
        sheet.Append("path { stroke: #66727f; } .idle { stroke: #4a535d; } .parent { stroke: #957ac6; } .off { fill: #1d2228; stroke: #4a535d; } .orphan { stroke: #e0764c; }\n");
        foreach (var look in Enum.GetValues<Look>())
            sheet.Append(Rule(look, Palette.OnDark(look)));
        return sheet.Append("}\n").ToString();
    }

    // More exact than the classes that a box has beside its look.
    private static string Rule(Look look, Colours colours) => $"rect.{ClassOf(look)}:not(.off) {{ fill: {colours.Fill}; }} rect.{ClassOf(look)}:not(.off):not(.orphan) {{ stroke: {colours.Line}; }}\n";
}
