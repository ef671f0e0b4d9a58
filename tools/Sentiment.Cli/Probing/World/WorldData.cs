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
