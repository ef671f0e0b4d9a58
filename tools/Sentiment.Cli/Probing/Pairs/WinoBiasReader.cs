using System.Text.RegularExpressions;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// WinoBias (Zhao et al. 2018) as published: one numbered sentence per line, with mentions in brackets, <c>3 [The mechanic] gave the clerk
/// a present because [she] won the lottery.</c> A pair is the sentence with male and with female pronouns in those brackets.
/// </summary>
internal static partial class WinoBiasReader
{
    private static readonly Dictionary<string, string> ToFemale = new()
    {
        ["he"] = "she",
        ["him"] = "her",
        ["his"] = "her",
        ["himself"] = "herself",
    };

    // "her" becomes "him" as an object and "his" as a possessive. One list has words that follow an object: "told [her] to". The other has
    // words that precede one: "asked [her] questions". Both lists were made from the sentences themselves. The tests check that at
    // least 97 % of the results equal the published counterparts.
    private static readonly HashSet<string> AfterObject = [
        "to", "for", "a", "an", "the", "about", "some", "not", "how", "with", "where", "well", "had", "back", "in",
        "what", "that", "if", "away",
        "happy", "angry", "bad", "safe", "right", "incorrect", "up", "all", "it", "less", "on", "at", "from", "and", "but", "because",
        "when", "who", "why", "off", "out", "by", "of", "as", "after", "before",
        "enthusiastically", "relentlessly", "regularly", "tomorrow", "instead", "anywhere", "something", "thanks", "one", "until",
        "while", "into", "over",
    ];

    private static readonly HashSet<string> BeforeObject = [
        "asked", "asks", "told", "tells", "gave", "give", "gives", "offered", "taught", "helped", "help", "let", "made",
        "makes", "paid", "pay",
        "wished", "showed", "charged", "left", "provide", "provides", "sell", "drove",
    ];

    /// <summary>Reads the file. Lines without a pronoun in brackets are skipped.</summary>
    /// <exception cref="CliException">A line has no brackets, so this is another kind of file.</exception>
    public static IEnumerable<SentencePair> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (!line.Contains('['))
                throw new CliException(
                    $"{path}, line {number} has no mention in brackets. WinoBias has lines such as: 1 [The developer] argued with the " +
                    "designer because [she] did not like the design.");
            if (Pair(Number().Replace(line.Trim(), "")) is { } pair)
                yield return pair;
        }
    }

    private static SentencePair? Pair(string sentence)
    {
        var male = Bracketed().Replace(sentence, match => Male(match, sentence));
        var female = Bracketed().Replace(sentence, Female);
        return male == female ? null : new("gender", "", male, female);
    }

    private static string Female(Match match) => Swap(match.Groups[1].Value, word => ToFemale.GetValueOrDefault(word));

    private static string Male(Match match, string sentence) => Swap(match.Groups[1].Value, word => word switch
    {
        "she" => "he",
        "herself" => "himself",
        "her" => IsObject(sentence[..match.Index], sentence[(match.Index + match.Length)..]) ? "him" : "his",
        _ => null,
    });

    private static bool IsObject(string before, string after) =>
        NextWord().Match(after) is not { Success: true } next || AfterObject.Contains(next.Value)
        || BeforeObject.Contains(LastWord().Match(before).Value);

    private static string Swap(string words, Func<string, string?> other)
    {
        if (other(words.ToLowerInvariant()) is not { } swapped)
            return words;
        return char.IsUpper(words[0]) ? char.ToUpperInvariant(swapped[0]) + swapped[1..] : swapped;
    }

    [GeneratedRegex(@"^\d+\s+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\[([^\[\]]*)\]")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"(?<=^\s*)[\p{L}']+")]
    private static partial Regex NextWord();

    [GeneratedRegex(@"[\p{L}']+(?=\s*$)")]
    private static partial Regex LastWord();
}
