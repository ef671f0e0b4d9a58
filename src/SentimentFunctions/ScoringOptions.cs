using SentimentFunctions.Scoring;

namespace SentimentFunctions;

/// <summary>What the three triggers let in. Every limit is checked before any work is done for the input.</summary>
public sealed record ScoringOptions
{
    /// <summary>The settings' prefix: <c>Sentiment__MaxDocuments</c> sets <see cref="MaxDocuments"/>.</summary>
    internal const string Section = "Sentiment";

    /// <summary>
    /// The most characters of one text. A text is scored by its first 512 tokens or so; far longer ones are usually a mistake.
    /// </summary>
    public int MaxCharacters { get; init; } = 100_000;

    /// <summary>The most documents of one HTTP call. More would make the caller wait long, and share badly with the others.</summary>
    public int MaxDocuments { get; init; } = 1_000;

    /// <summary>The most bytes of an HTTP body. The platform itself allows 104,857,600.</summary>
    public int MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>
    /// The member of a queue message that holds the text, or the path to it, such as <c>review.text</c>. Case and punctuation of names make
    /// no difference.
    /// </summary>
    public string TextField { get; init; } = "text";

    /// <summary>
    /// The most bytes of one message to a queue. Service Bus' standard tier takes 262,144 with its own headers; what would be larger goes,
    /// cut, to the rejected ones instead of failing for ever.
    /// </summary>
    public int MaxMessageBytes { get; init; } = 240_000;

    /// <summary>
    /// The longest that a message which failed waits before it is tried again, in seconds; 0 for no wait. The wait and
    /// <see cref="ModelWaitSeconds"/> together must stay under host.json's <c>maxAutoLockRenewalDuration</c>: a message whose lock runs out
    /// is scored, but comes again.
    /// </summary>
    public int RedeliverySeconds { get; init; } = 10;

    /// <summary>
    /// How long a message or a file waits for a model that cannot be loaded before it counts as failed, in seconds. An HTTP call does not
    /// wait.
    /// </summary>
    public int ModelWaitSeconds { get; init; } = 60;

    /// <summary>
    /// The bytes of a part of a file, for the embedded models; larger models get smaller parts. A part must be scored within the lock of
    /// its message, which is not renewed: five minutes. What is lost when an instance dies is a part at most.
    /// </summary>
    public int PartBytes { get; init; } = 1 << 20;

    /// <summary>The rows of a part of a file, if it has not as many bytes before; as <see cref="PartBytes"/>.</summary>
    public int PartRows { get; init; } = 20_000;

    /// <summary>
    /// How often a part of a file is tried before the file counts as failed: the queue's <c>maxDeliveryCount</c>. The file stays as it is;
    /// once the dead-lettered part is sent again and scored, it is finished.
    /// </summary>
    public int PartDeliveries { get; init; } = 10;

    /// <summary>
    /// Whether <c>GET /api/demo</c> serves the page to try the model on. Off unless switched on: a deployed API shows no page by itself.
    /// </summary>
    public bool DemoPage { get; init; }

    /// <summary>
    /// What of an input the log may show: nothing unless switched on. For tracing a complaint; files need none, their output holds the
    /// texts.
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
