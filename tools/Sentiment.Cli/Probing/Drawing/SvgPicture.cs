using System.Globalization;
using System.Text;
using System.Xml;

namespace Sentiment.Cli.Probing.Drawing;

/// <summary>Writes a picture as SVG.</summary>
internal static class SvgPicture
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>The picture as one SVG element, which can be put into an HTML page unchanged.</summary>
    public static string ToSvg(this Picture picture)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text,
            new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = "", NewLineChars = "\n" }))
        {
            xml.WriteStartElement("svg", Namespace);
            xml.WriteAttributeString("viewBox", Invariant($"0 0 {picture.Width:0.#} {picture.Height:0.#}"));
            xml.WriteAttributeString("width", Invariant($"{picture.Width:0.#}"));
            xml.WriteAttributeString("role", "img");
            xml.WriteAttributeString("aria-label", picture.Description);
            xml.WriteAttributeString("font-family", "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif");
            xml.WriteStartElement("rect", Namespace);
            xml.WriteAttributeString("width", "100%");
            xml.WriteAttributeString("height", "100%");
            xml.WriteAttributeString("fill", "#ffffff");
            xml.WriteEndElement();
            foreach (var mark in picture.Marks)
                Write(xml, mark);
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void Write(XmlWriter xml, Mark mark)
    {
        if (mark is PathMark path)
            WritePath(xml, path);
        else if (mark is TextMark text)
            WriteText(xml, text);
    }

    private static void WritePath(XmlWriter xml, PathMark path)
    {
        xml.WriteStartElement("path", Namespace);
        xml.WriteAttributeString("d", path.Data);
        xml.WriteAttributeString("fill", path.Fill ?? "none");
        if (path.Stroke is not null)
        {
            xml.WriteAttributeString("stroke", path.Stroke);
            xml.WriteAttributeString("stroke-width", Invariant($"{path.StrokeWidth:0.##}"));
        }

        if (path.Title is not null)
            xml.WriteElementString("title", Namespace, path.Title);
        xml.WriteEndElement();
    }

    private static void WriteText(XmlWriter xml, TextMark text)
    {
        xml.WriteStartElement("text", Namespace);
        xml.WriteAttributeString("x", Invariant($"{text.X:0.#}"));
        xml.WriteAttributeString("y", Invariant($"{text.Y:0.#}"));
        xml.WriteAttributeString("font-size", Invariant($"{text.Size:0.#}"));
        xml.WriteAttributeString("fill", "#17202c");
        if (text.Anchor != TextAnchor.Start)
            xml.WriteAttributeString("text-anchor", text.Anchor == TextAnchor.Middle ? "middle" : "end");
        if (text.Bold)
            xml.WriteAttributeString("font-weight", "bold");
        xml.WriteString(text.Text);
        xml.WriteEndElement();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
