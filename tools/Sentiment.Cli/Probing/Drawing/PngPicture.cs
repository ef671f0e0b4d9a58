using SkiaSharp;

namespace Sentiment.Cli.Probing.Drawing;

/// <summary>Writes a picture as PNG with Skia, which reads the same path data as a browser.</summary>
internal static class PngPicture
{
    /// <summary>Saves the picture; its texts need a font on this machine.</summary>
    /// <param name="picture">What to draw.</param>
    /// <param name="file">The file to write. An existing file is overwritten.</param>
    /// <param name="scale">Pixels in the file per pixel of the picture.</param>
    public static void SavePng(this Picture picture, string file, float scale = 1.5f)
    {
        using var bitmap = new SKBitmap((int)Math.Ceiling(picture.Width * scale), (int)Math.Ceiling(picture.Height * scale));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        foreach (var mark in picture.Marks)
            Draw(canvas, mark);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var stream = File.Create(file);
        data.SaveTo(stream);
    }

    private static void Draw(SKCanvas canvas, Mark mark)
    {
        if (mark is PathMark path)
            DrawPath(canvas, path);
        else if (mark is TextMark text)
            DrawText(canvas, text);
    }

    private static void DrawPath(SKCanvas canvas, PathMark mark)
    {
        using var path = SKPath.ParseSvgPathData(mark.Data);
        using var paint = new SKPaint { IsAntialias = true };
        if (mark.Fill is not null)
        {
            (paint.Style, paint.Color) = (SKPaintStyle.Fill, SKColor.Parse(mark.Fill));
            canvas.DrawPath(path, paint);
        }

        if (mark.Stroke is not null)
        {
            (paint.Style, paint.Color, paint.StrokeWidth) = (SKPaintStyle.Stroke, SKColor.Parse(mark.Stroke), (float)mark.StrokeWidth);
            canvas.DrawPath(path, paint);
        }
    }

    private static void DrawText(SKCanvas canvas, TextMark mark)
    {
        using var typeface = SKTypeface.FromFamilyName("DejaVu Sans", mark.Bold ? SKFontStyle.Bold : SKFontStyle.Normal)
            ?? SKTypeface.CreateDefault();
        using var font = new SKFont(typeface, (float)mark.Size);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColor.Parse("#17202c") };
        var align = mark.Anchor switch
        {
            TextAnchor.Start => SKTextAlign.Left,
            TextAnchor.Middle => SKTextAlign.Center,
            _ => SKTextAlign.Right
        };
        canvas.DrawText(mark.Text, (float)mark.X, (float)mark.Y, align, font, paint);
    }
}
