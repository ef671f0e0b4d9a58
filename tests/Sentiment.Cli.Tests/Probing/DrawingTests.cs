using System.Globalization;
using System.Xml.Linq;
using FsCheck.Xunit;
using Sentiment.Cli.Probing.Countries;
using Sentiment.Cli.Probing.Drawing;

namespace Sentiment.Cli.Tests.Probing;

public class DrawingTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(60, 50)]
    [InlineData(-170, -80)]
    public void The_map_preserves_areas(double longitude, double latitude)
    {
        const double step = 1e-4;
        var (x, y) = EqualEarth.Project(longitude, latitude);
        var (xEast, yEast) = EqualEarth.Project(longitude + step, latitude);
        var (xNorth, yNorth) = EqualEarth.Project(longitude, latitude + step);

        var drawn = (xEast - x) * (yNorth - y) - (xNorth - x) * (yEast - y);
        var real = Math.Cos(latitude * Math.PI / 180) * Math.Pow(step * Math.PI / 180, 2);

        Assert.Equal(1, drawn / real, 1e-3);
    }

    [Property]
    public void Farther_from_the_centre_is_never_lighter(byte near, byte far)
    {
        var scale = new DivergingScale(0.5, 0.3);
        var (less, more) = (Math.Min(near, far) / 500.0, Math.Max(near, far) / 500.0);

        Assert.True(Lightness(scale.ColourOf(0.5 + more)) <= Lightness(scale.ColourOf(0.5 + less)) + 0.5);
        Assert.True(Lightness(scale.ColourOf(0.5 - more)) <= Lightness(scale.ColourOf(0.5 - less)) + 0.5);
    }

    [Fact]
    public void Below_the_centre_is_orange_and_above_it_is_blue()
    {
        var scale = new DivergingScale(0.5, 0.3);

        Assert.Equal((247, 247, 247), Parts(scale.ColourOf(0.5)));
        Assert.True(Parts(scale.ColourOf(0.1)) is var (red, _, blue) && red > 2 * blue);
        Assert.True(Parts(scale.ColourOf(0.9)) is var (redder, _, bluer) && bluer > 2 * redder);
        Assert.Equal(scale.ColourOf(0.8), scale.ColourOf(1));
    }

    [Fact]
    public void A_scale_reaches_as_far_as_the_farthest_value() =>
        Assert.Equal(0.4, DivergingScale.Around(0.5, [0.45, 0.1, 0.6]).Reach, 1e-9);

    [Fact]
    public void A_picture_has_the_same_content_as_SVG_and_as_PNG()
    {
        using var directory = new TemporaryDirectory();
        var picture = new Picture(200, 100, "A red box & a text");
        picture.AddBox(100, 0, 100, 100, "#ff0000", "a <box>");
        picture.AddText(10, 50, 20, "text & <more>");
        picture.SavePng(directory.File("picture.png"), 1);

        var svg = XDocument.Parse(picture.ToSvg()).Root!;
        Assert.Equal("A red box & a text", svg.Attribute("aria-label")!.Value);
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "title" && element.Value == "a <box>");
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value == "text & <more>");
        using var bitmap = SkiaSharp.SKBitmap.Decode(directory.File("picture.png"));
        Assert.Equal((200, 100), (bitmap.Width, bitmap.Height));
        Assert.Equal("#ffff0000", bitmap.GetPixel(150, 50).ToString());
        Assert.Equal("#ffffffff", bitmap.GetPixel(99, 95).ToString());
    }

    private static (int Red, int Green, int Blue) Parts(string colour) => (Part(colour, 1), Part(colour, 3), Part(colour, 5));

    private static int Part(string colour, int start) =>
        int.Parse(colour.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static double Lightness(string colour) =>
        Parts(colour) is var (red, green, blue) ? 0.2126 * red + 0.7152 * green + 0.0722 * blue : 0;
}
