using System.Globalization;
using System.Text;

namespace NetApi.Domain.Graph.Formats;

/// <summary>Writes SVG elements. Whatever text comes in is escaped here and nowhere else.</summary>
internal sealed class SvgText
{
    public const double Mono = 10.5;
    public const double Small = 10.5;
    public const double Title = 12;

    private readonly StringBuilder _svg = new();

    public void Open(double width, double height, string title, string sheet)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.#}\" height=\"{height:0.#}\" viewBox=\"0 0 {width:0.#} {height:0.#}\" role=\"img\">\n");
        _svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<style>\n{sheet}</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
    }

    public string Close() => _svg.Append("</svg>\n").ToString();

    public void OpenGroup(string tooltip) => _svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Escape(tooltip)}</title>\n");

    public void CloseGroup() => _svg.Append("</g>\n");

    public void Rect(double x, double y, double width, double height, double radius, string style) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"{radius:0.#}\"/>\n");

    public void Path(string data, string style) => _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{data}\"/>\n");

    /// <summary>Text that is cut where it would be wider than <paramref name="room"/>.</summary>
    public void Text(double x, double y, string text, string style, double size, double room = double.MaxValue, bool isMono = false)
    {
        if (text.Length > 0)
            _svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\">{Escape(TextWidth.Fit(text, room, size, isMono))}</text>\n");
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => c.ToString(),
            });
        }
        return escaped.ToString();
    }
}
