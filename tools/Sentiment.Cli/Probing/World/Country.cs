namespace Sentiment.Cli.Probing.World;

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
