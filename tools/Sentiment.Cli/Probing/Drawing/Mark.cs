namespace Sentiment.Cli.Probing.Drawing;

/// <summary>One thing in a drawing.</summary>
internal abstract record Mark;

/// <summary>A shape.</summary>
/// <param name="Data">As SVG's path data, which Skia reads, too.</param>
/// <param name="Fill">As <c>#rrggbb</c>, or null for none.</param>
/// <param name="Stroke">As <c>#rrggbb</c>, or null for none.</param>
/// <param name="StrokeWidth">In pixels.</param>
/// <param name="Title">Shown when one points at it.</param>
internal sealed record PathMark(string Data, string? Fill, string? Stroke, double StrokeWidth, string? Title) : Mark;

/// <summary>A line of text.</summary>
/// <param name="X">Where the anchor is.</param>
/// <param name="Y">The base line.</param>
/// <param name="Size">In pixels.</param>
/// <param name="Text">What it says.</param>
/// <param name="Anchor">Which part of it is at <paramref name="X"/>.</param>
/// <param name="Bold">Whether it stands out.</param>
internal sealed record TextMark(double X, double Y, double Size, string Text, TextAnchor Anchor, bool Bold) : Mark;

/// <summary>Which part of a text is where it is put.</summary>
internal enum TextAnchor
{
    /// <summary>Its beginning.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}
