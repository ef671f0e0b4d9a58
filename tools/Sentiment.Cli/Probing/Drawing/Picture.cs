namespace Sentiment.Cli.Probing.Drawing;

/// <summary>A drawing that can be written as SVG or PNG.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Description">A description for people who cannot see the picture.</param>
internal sealed record Picture(double Width, double Height, string Description)
{
    private readonly List<Mark> marks = [];

    /// <summary>The marks to draw. Later ones cover earlier ones.</summary>
    public IReadOnlyList<Mark> Marks => marks;

    /// <summary>Adds something to draw.</summary>
    public void Add(Mark mark) => marks.Add(mark);

    /// <summary>Adds a rectangle.</summary>
    public void AddBox(double x, double y, double width, double height, string fill, string? title = null) =>
        marks.Add(new PathMark(FormattableString.Invariant($"M{x:F1} {y:F1}h{width:F1}v{height:F1}h{-width:F1}z"), fill, null, 0, title));

    /// <summary>Adds a straight line.</summary>
    public void AddLine(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? title = null) =>
        marks.Add(new PathMark(FormattableString.Invariant($"M{x1:F1} {y1:F1}L{x2:F1} {y2:F1}"), null, stroke, width, title));

    /// <summary>Adds a dot.</summary>
    public void AddDot(double x, double y, double radius, string fill, string stroke, string? title = null) => marks.Add(new PathMark(
        FormattableString.Invariant(
            $"M{x - radius:F1} {y:F1}a{radius:F1} {radius:F1} 0 1 0 {2 * radius:F1} 0a{radius:F1} {radius:F1} 0 1 0 {-2 * radius:F1} 0z"),
        fill, stroke, 0.8, title));

    /// <summary>Adds a line of text.</summary>
    public void AddText(double x, double y, double size, string text, TextAnchor anchor = TextAnchor.Start, bool bold = false) =>
        marks.Add(new TextMark(x, y, size, text, anchor, bold));
}

/// <summary>One thing in a drawing.</summary>
internal abstract record Mark;

/// <summary>A shape.</summary>
/// <param name="Data">The path in the syntax of SVG path data, which Skia can also read.</param>
/// <param name="Fill">The fill colour as <c>#rrggbb</c>, or null for none.</param>
/// <param name="Stroke">The line colour as <c>#rrggbb</c>, or null for none.</param>
/// <param name="StrokeWidth">The line width in pixels.</param>
/// <param name="Title">The tooltip.</param>
internal sealed record PathMark(string Data, string? Fill, string? Stroke, double StrokeWidth, string? Title) : Mark;

/// <summary>A line of text.</summary>
/// <param name="X">The position of the anchor.</param>
/// <param name="Y">The position of the baseline.</param>
/// <param name="Size">The font size in pixels.</param>
/// <param name="Text">The text.</param>
/// <param name="Anchor">Which part of the text is at <paramref name="X"/>.</param>
/// <param name="Bold">Whether the text is bold.</param>
internal sealed record TextMark(double X, double Y, double Size, string Text, TextAnchor Anchor, bool Bold) : Mark;

/// <summary>Which part of a text is at its position.</summary>
internal enum TextAnchor
{
    /// <summary>Its beginning.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}
