using System.Text.Json;

namespace Sentiment.Cli.Probing.World;

/// <summary>The countries of the world, with their shapes. See README.md beside for where they come from.</summary>
/// <param name="Countries">In the order of their names.</param>
/// <param name="Others">Shapes without a country in the list; they are drawn, but nobody asks about them.</param>
internal sealed record WorldData(IReadOnlyList<Country> Countries, IReadOnlyList<WorldData.Shape> Others)
{
    private static readonly Lazy<WorldData> Loaded = new(Load);

    /// <summary>The data that travels with this program.</summary>
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
/// <param name="Region">The continent or so.</param>
/// <param name="Subregion">A part of it; may be empty.</param>
/// <param name="UnMember">Whether it is a member state of the United Nations.</param>
/// <param name="Latitude">Of a point inside, in degrees.</param>
/// <param name="Longitude">Of that point, in degrees.</param>
/// <param name="Rings">Its shape: rings of longitude and latitude in turn, in degrees. None for what is too small for the map's
/// scale.</param>
internal sealed record Country(
    string Name, string Code, string Region, string Subregion, bool UnMember, double Latitude, double Longitude,
    IReadOnlyList<double[]> Rings);
