namespace Sentiment.Cli.Probing.Pairs;

/// <summary>Opens a file of pairs; which kind it is shows in its name and beginning.</summary>
internal static class PairFile
{
    /// <summary>Reads all pairs, each once.</summary>
    /// <exception cref="CliException">The file cannot be read as any of the kinds, or holds no pair.</exception>
    public static List<SentencePair> Read(string path)
    {
        if (!File.Exists(path))
            throw new CliException(
                $"{path} is not there. Name a file of sentence pairs: WinoBias .txt, WinoGender .tsv, StereoSet .json or .csv.");
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
        return distinct.Count > 0 ? distinct : throw new CliException($"{path} holds no pair of sentences.");
    }
}

/// <summary>Two sentences that differ only in who they are about.</summary>
/// <param name="Domain">What the difference is in, such as gender or religion; figures are given by domain.</param>
/// <param name="Tone">What the sentence's other words say: neutral, positive or negative; empty where the source does not tell.</param>
/// <param name="First">About the one.</param>
/// <param name="Second">About the other.</param>
internal sealed record SentencePair(string Domain, string Tone, string First, string Second);
