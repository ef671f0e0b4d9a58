namespace Sentiment.Cli.Probing.Pairs;

/// <summary>Opens a file of pairs. Its kind is detected from its name and first line.</summary>
internal static class PairFile
{
    /// <summary>Reads all pairs, each once.</summary>
    /// <exception cref="CliException">The file cannot be read as any of the kinds, or contains no pairs.</exception>
    public static List<SentencePair> Read(string path)
    {
        if (!File.Exists(path))
            throw new CliException(
                $"{path} does not exist. Name a file of sentence pairs: WinoBias .txt, WinoGender .tsv, StereoSet .json or .csv.");
        var pairs = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => StereoSetReader.Read(path),
            ".tsv" when WinoGenderReader.Knows(File.ReadLines(path).FirstOrDefault("")) => WinoGenderReader.Read(path),
            ".csv" or ".tsv" => PairTableReader.Read(path),
            ".txt" => WinoBiasReader.Read(path),
            var other => throw new CliException(
                $"{path} ends with '{other}'; pairs are read from WinoBias .txt, WinoGender .tsv, StereoSet .json, .csv and .tsv."),
        };
        List<SentencePair> distinct = [.. pairs.Distinct()];
        return distinct.Count > 0 ? distinct : throw new CliException($"{path} contains no pair of sentences.");
    }
}

/// <summary>Two sentences that differ only in who they are about.</summary>
/// <param name="Domain">The kind of difference, such as gender or religion. Figures are given by domain.</param>
/// <param name="Tone">The tone of the other words: neutral, positive or negative; empty if the source does not say.</param>
/// <param name="First">The sentence about the first group.</param>
/// <param name="Second">The sentence about the second group.</param>
internal sealed record SentencePair(string Domain, string Tone, string First, string Second);
