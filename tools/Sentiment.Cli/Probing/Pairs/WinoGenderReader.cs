namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// WinoGender's <c>all_sentences.tsv</c> (Rudinger et al. 2018) as published: columns <c>sentid</c> and <c>sentence</c>. The sentid ends
/// with the gender of the pronoun, as in <c>nurse.patient.1.male.txt</c>. A pair is the male and the female sentence of one schema; the
/// neutral one is left out.
/// </summary>
internal static class WinoGenderReader
{
    private const string Male = ".male.", Female = ".female.";

    /// <summary>Whether this is the header of such a file.</summary>
    public static bool Knows(string header) => header.TrimStart().StartsWith("sentid\t", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the file.</summary>
    /// <exception cref="CliException">A line does not have both columns.</exception>
    public static IEnumerable<SentencePair> Read(string path)
    {
        var sentences = new Dictionary<string, string>();
        foreach (var (line, number) in File.ReadLines(path).Select((line, i) => (line, i + 1)).Skip(1).Where(line => line.line.Length > 0))
        {
            var columns = line.Split('\t');
            if (columns.Length < 2)
                throw new CliException($"{path}, line {number} has no sentence after its sentid and a tab.");
            sentences[columns[0].Trim()] = columns[1].Trim();
        }

        foreach (var (id, sentence) in sentences)
        {
            if (id.Contains(Male, StringComparison.Ordinal)
                && sentences.TryGetValue(id.Replace(Male, Female, StringComparison.Ordinal), out var female))
                yield return new("gender", "", sentence, female);
        }
    }
}
