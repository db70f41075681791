namespace NetApi.Domain.Graph.Formats;

/// <summary>Colours of a box.</summary>
/// <param name="Fill">Inside.</param>
/// <param name="Line">Border.</param>
internal sealed record Colours(string Fill, string Line);

/// <summary>The pictures' colours, on light and on dark ground.</summary>
internal static class Palette
{
    public const string Ink = "#1f2933";
    public const string Muted = "#66727f";
    public const string Warning = "#c2562d";

    public static readonly Colours Off = new("#f5f6f7", "#c3cad2");

    public static Colours Of(Look look) => look switch
    {
        Look.Outside => new("#ffffff", "#8492a3"),
        Look.Nic => new("#e7edf6", "#6583b0"),
        Look.Link => new("#eef0f3", "#8e99a6"),
        Look.Port => new("#fdf3dc", "#c99a3f"),
        Look.Bridge => new("#e5f2e9", "#5b9a70"),
        Look.Network => new("#e2f1f2", "#4f97a2"),
        Look.VethEnd => new("#f1f3f5", "#a3adb8"),
        Look.Container => new("#e8f0fc", "#5580c8"),
        Look.Namespace => new("#f0ebf8", "#8a6fba"),
        _ => new("#ffffff", "#8492a3"),
    };

    public static Colours OnDark(Look look) => look switch
    {
        Look.Outside => new("#14181d", "#8492a3"),
        Look.Nic => new("#1e2836", "#6f8fc0"),
        Look.Link => new("#22272d", "#7d8894"),
        Look.Port => new("#322a18", "#c99a3f"),
        Look.Bridge => new("#1a2b20", "#5fa377"),
        Look.Network => new("#18292c", "#559fab"),
        Look.VethEnd => new("#22272d", "#77828e"),
        Look.Container => new("#1a2639", "#5f8bd6"),
        Look.Namespace => new("#271f36", "#957ac6"),
        _ => new("#14181d", "#8492a3"),
    };
}
