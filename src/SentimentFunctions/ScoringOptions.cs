using SentimentFunctions.Scoring;

namespace SentimentFunctions;

/// <summary>
/// The settings of the triggers: the limits of inputs, which are checked before any work is done for an input; the waits; the parts of
/// files and their deliveries; the demo page; and what the log shows.
/// </summary>
public sealed record ScoringOptions
{
    /// <summary>The prefix of the settings: <c>Sentiment__MaxDocuments</c> sets <see cref="MaxDocuments"/>.</summary>
    internal const string Section = "Sentiment";

    // A minute less than the lock of a message lasts, so that it can be scored after the waits.
    private const int MostWaitSeconds = 240;

    /// <summary>
    /// The maximum number of characters of one text. Only the first 512 tokens or so are scored; much longer texts are usually a mistake.
    /// </summary>
    public int MaxCharacters { get; init; } = 100_000;

    /// <summary>
    /// The maximum number of documents of one HTTP call; with <c>sentences</c>, a call may have ten times as many sentences, and at least
    /// 1,000. Larger calls make the caller wait longer, and delay other callers.
    /// </summary>
    public int MaxDocuments { get; init; } = 1_000;

    /// <summary>The maximum size of an HTTP body in bytes. The platform allows 104,857,600.</summary>
    public int MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>
    /// The member of a queue message that has the text, or the path to it, such as <c>review.text</c>. Case and punctuation of names are
    /// ignored.
    /// </summary>
    public string TextField { get; init; } = "text";

    /// <summary>
    /// The maximum size of one output message in bytes. The standard tier of Service Bus allows 262,144, including headers. A larger result
    /// is sent as a rejection, cut to this size, instead of failing again and again.
    /// </summary>
    public int MaxMessageBytes { get; init; } = 240_000;

    /// <summary>
    /// The longest wait before a failed message, or part of a file, is tried again, in seconds; 0 for no wait. The wait and
    /// <see cref="ModelWaitSeconds"/> may take 240 seconds together, because the lock of a message lasts for 300
    /// (<c>maxAutoLockRenewalDuration</c> in host.json): a message whose lock expires is scored, but delivered again.
    /// </summary>
    public int RedeliverySeconds { get; init; } = 10;

    /// <summary>
    /// How long a message or a file waits for a model that cannot be loaded before it counts as failed, in seconds; a load that is on its
    /// way gets 10 in any case. An HTTP call does not wait.
    /// </summary>
    public int ModelWaitSeconds { get; init; } = 60;

    /// <summary>
    /// The size of a part of a file in bytes, for the embedded model; larger models get smaller parts. A part must be scored within five
    /// minutes, the waits before it included, because the lock of its message is not renewed. An instance that dies loses one part at most.
    /// </summary>
    public int PartBytes { get; init; } = 1 << 20;

    /// <summary>The number of rows after which a part ends, if it has not reached <see cref="PartBytes"/> before.</summary>
    public int PartRows { get; init; } = 20_000;

    /// <summary>
    /// How often a part of a file is tried before the file counts as failed: the queue's <c>maxDeliveryCount</c>. The other parts stay
    /// scored; once the dead-lettered part is sent again and scored, the file is finished.
    /// </summary>
    public int PartDeliveries { get; init; } = 10;

    /// <summary>Whether <c>GET /api/demo</c> serves the demo page. Off by default, so that a deployed API does not show a page.</summary>
    public bool DemoPage { get; init; }

    /// <summary>
    /// How much of an input the log may show; nothing by default. Use it to investigate a complaint. It does not apply to files,
    /// whose output has the texts.
    /// </summary>
    public InputLogMode LogInput { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message begins with its name.</exception>
    public void Validate()
    {
        Check(nameof(MaxCharacters), MaxCharacters, 1, 50_000_000);
        Check(nameof(MaxDocuments), MaxDocuments, 1, 100_000);
        Check(nameof(MaxBodyBytes), MaxBodyBytes, 64, 104_857_600);
        Check(nameof(MaxMessageBytes), MaxMessageBytes, 1024, 100_000_000);
        Check(nameof(RedeliverySeconds), RedeliverySeconds, 0, 150);
        Check(nameof(ModelWaitSeconds), ModelWaitSeconds, 0, 150);
        if (RedeliverySeconds + ModelWaitSeconds > MostWaitSeconds)
        {
            throw new ArgumentException(
                $"{nameof(RedeliverySeconds)} and {nameof(ModelWaitSeconds)} are {RedeliverySeconds} and {ModelWaitSeconds}, but may be at "
                + $"most {MostWaitSeconds} together: the lock of a message would expire while it waits.");
        }

        Check(nameof(PartBytes), PartBytes, 1, 32 << 20);
        Check(nameof(PartRows), PartRows, 1, 1_000_000);
        Check(nameof(PartDeliveries), PartDeliveries, 1, 2_000);
        if (string.IsNullOrWhiteSpace(TextField))
            throw new ArgumentException($"{nameof(TextField)} is blank, but must name the member that holds the text.");
        if (!Enum.IsDefined(LogInput))
            throw new ArgumentException(
                $"{nameof(LogInput)} is {LogInput}, but must be {string.Join(", ", Enum.GetNames<InputLogMode>())}.");
    }

    private static void Check(string setting, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new ArgumentException($"{setting} is {value}, but must be between {least} and {most}.");
    }
}
