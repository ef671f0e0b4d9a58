using System.Globalization;
using System.Net;
using System.Text;

namespace Sentiment.Cli.Probing.Report;

/// <summary>Writes HTML. All values in texts are escaped.</summary>
internal sealed class Html
{
    private readonly StringBuilder text = new();

    /// <summary>Adds trusted markup without escaping.</summary>
    public Html Raw(string markup)
    {
        text.Append(markup).Append('\n');
        return this;
    }

    /// <summary>Adds an element with a text.</summary>
    public Html Element(string name, FormattableString content) =>
        Raw($"<{name}>{Escape(content.ToString(CultureInfo.InvariantCulture))}</{name}>");

    /// <summary>Adds a table. Columns whose heading ends with a space are text; the others are numbers.</summary>
    public Html Table(string caption, IReadOnlyList<string> headings, IEnumerable<FormattableString[]> rows)
    {
        Raw($"<div class=\"table\" tabindex=\"0\" role=\"region\" " +
            $"aria-label=\"{Escape(caption)}\"><table><caption>{Escape(caption)}</caption><thead><tr>");
        foreach (var heading in headings)
            Raw($"<th scope=\"col\"{Kind(heading)}>{Escape(heading.Trim())}</th>");
        Raw("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            Raw("<tr>");
            for (var i = 0; i < row.Length; i++)
                Raw($"<td{Kind(headings[i])}>{Escape(row[i].ToString(CultureInfo.InvariantCulture))}</td>");
            Raw("</tr>");
        }

        return Raw("</tbody></table></div>");
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private static string Kind(string heading) => heading.EndsWith(' ') ? "" : " class=\"number\"";

    private static string Escape(string content) => WebUtility.HtmlEncode(content);
}
