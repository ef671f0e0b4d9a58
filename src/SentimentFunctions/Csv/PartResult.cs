namespace SentimentFunctions.Csv;

/// <summary>The result of one part of a file: one line of the file's progress.</summary>
/// <param name="Part">The part's number, from 0.</param>
/// <param name="Version">The file's version.</param>
/// <param name="Labels">How many rows got which label.</param>
/// <param name="Failed">The rows that have an error instead.</param>
/// <param name="Truncated">The rows whose text was longer than the model reads.</param>
/// <param name="Tokens">The tokens of all texts.</param>
/// <param name="SkippedLines">The lines that are not rows.</param>
/// <param name="ShortRows">The rows with fewer fields than the header.</param>
/// <param name="PositiveSum">The sum of the rows' positive probabilities.</param>
/// <param name="Errors">The first errors.</param>
/// <param name="Model">The model that scored.</param>
/// <param name="Instance">The process that scored.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record PartResult(
    int Part,
    string Version,
    IReadOnlyDictionary<string, long> Labels,
    long Failed,
    long Truncated,
    long Tokens,
    long SkippedLines,
    long ShortRows,
    double PositiveSum,
    IReadOnlyList<RowError> Errors,
    PartModel Model,
    string Instance,
    double Seconds)
{
    /// <summary>How many rows each of two models decided; null if there is only one.</summary>
    public IReadOnlyDictionary<string, long>? DecidedBy { get; init; }

    /// <summary>The <see cref="PartMessage.Due"/> of the message for which the part was scored.</summary>
    public int Due { get; init; }

    /// <summary>The rows that have a score.</summary>
    public long Scored => Labels.Values.Sum();

    /// <summary>All rows.</summary>
    public long Rows => Scored + Failed;

    /// <summary>The state of the whole file at that time, as far as this part could see.</summary>
    public FileState? File { get; init; }
}

/// <summary>Why a row has no score.</summary>
/// <param name="Line">The line of the file where the row begins, from 1.</param>
/// <param name="Message">The reason.</param>
internal sealed record RowError(int Line, string Message);

/// <summary>A model, as summaries name it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">The hash of its ONNX file and of the files with its weights.</param>
/// <param name="MaxTokens">The longest text that it reads, in tokens.</param>
internal sealed record PartModel(string Name, string Sha256, int MaxTokens);

/// <summary>A failed attempt to score a part: also a line of the file's progress.</summary>
/// <param name="FailedPart">The part's number.</param>
/// <param name="Version">The file's version.</param>
/// <param name="Reason">Why.</param>
/// <param name="Delivery">How often its message had been delivered; 0 in lines of earlier versions of the app.</param>
internal sealed record PartFailure(int FailedPart, string Version, string Reason, long Delivery = 0);
