using SentimentFunctions.Scoring;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Scoring;

public sealed class InputLoggerTests
{
    private static readonly string[] Texts = ["A fine film, and much longer than thirty-two characters", "a\nb"];

    private readonly SeenLog log = new();

    [Fact]
    public void By_default_no_input_is_logged()
    {
        log.LogInput(new ScoringOptions().LogInput, Texts);

        Assert.Empty(log.Lines);
    }

    [Fact]
    public void A_hash_is_the_start_of_the_SHA_256_of_the_text()
    {
        log.LogInput(InputLogMode.Hash, ["abc"]);

        Assert.Equal("Input, Hash: ba7816bf8f01cfea", Assert.Single(log.Lines)); // FIPS 180-2, appendix B.1
    }

    [Fact]
    public void A_prefix_is_short_and_stays_on_its_line()
    {
        log.LogInput(InputLogMode.Prefix, Texts);

        Assert.Equal("Input, Prefix: \"A fine film, and much longer tha\" \"a\\nb\"", Assert.Single(log.Lines));
    }

    [Fact]
    public void A_prefix_never_ends_in_half_a_character()
    {
        log.LogInput(InputLogMode.Prefix, [new string('a', 31) + "\U0001F600"]);

        Assert.Equal($"Input, Prefix: \"{new string('a', 31)}\"", Assert.Single(log.Lines));
    }

    [Fact]
    public void Many_texts_take_several_lines()
    {
        log.LogInput(InputLogMode.Hash, Enumerable.Range(0, 130).Select(i => $"{i}"));

        Assert.Equal([64, 64, 2], log.Lines.Select(line => line.Split(' ').Length - 2));
    }
}
