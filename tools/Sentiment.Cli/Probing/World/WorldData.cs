using System.Text.Json;

namespace Sentiment.Cli.Probing.World;

/// <summary>The countries of the world, with their shapes. README.md in this directory names the sources.</summary>
/// <param name="Countries">The countries, ordered by name.</param>
/// <param name="Others">Shapes without a country in the list. They are drawn, but not scored.</param>
internal sealed record WorldData(IReadOnlyList<Country> Countries, IReadOnlyList<WorldData.Shape> Others)
{
    private static readonly Lazy<WorldData> Loaded = new(Load);

    /// <summary>The data that ships with this program.</summary>
    public static WorldData Embedded => Loaded.Value;

    private static WorldData Load()
    {
        using var stream = typeof(WorldData).Assembly.GetManifestResourceStream("world.json")!;
        return JsonSerializer.Deserialize<WorldData>(stream, JsonSerializerOptions.Web)!;
    }

    /// <summary>A shape without a country.</summary>
    internal sealed record Shape(string Name, IReadOnlyList<double[]> Rings);
}

/// <summary>A country or territory.</summary>
/// <param name="Name">The common English name.</param>
/// <param name="Code">ISO 3166-1 alpha-3.</param>
/// <param name="Region">The region, roughly the continent.</param>
/// <param name="Subregion">A part of it; may be empty.</param>
/// <param name="UnMember">Whether it is a member state of the United Nations.</param>
/// <param name="Latitude">The latitude of a point inside, in degrees.</param>
/// <param name="Longitude">The longitude of that point, in degrees.</param>
/// <param name="Rings">The shape: rings of alternating longitude and latitude, in degrees. Empty if the country is too small for the
/// scale of the map.</param>
internal sealed record Country(
    string Name, string Code, string Region, string Subregion, bool UnMember, double Latitude, double Longitude,
    IReadOnlyList<double[]> Rings);
