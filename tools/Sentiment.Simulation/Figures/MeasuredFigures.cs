using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Sentiment.Simulation.Figures;

/// <summary>Every speed in the documents, measured on one machine in one session by <c>Sentiment.Benchmarks figures</c>.</summary>
/// <param name="Machine">The processor and its features.</param>
/// <param name="Cores">How many cores it has.</param>
/// <param name="Day">When the session began.</param>
/// <param name="Embedded">The embedded models, the default one first.</param>
/// <param name="Compared">The engine and its peers with a model of DistilBERT's size.</param>
/// <param name="Starts">From process start to first score.</param>
internal sealed record MeasuredFigures(
    string Machine,
    int Cores,
    DateOnly Day,
    IReadOnlyList<EmbeddedSpeed> Embedded,
    IReadOnlyList<ContenderSpeed> Compared,
    IReadOnlyList<ModelStart> Starts)
{
    /// <summary>Names that the tables and the simulation look for.</summary>
    public const string Small = "sentiment-small", Tiny = "sentiment-tiny", Int8 = "ours, int8", Fp32 = "ours, exact fp32";

    /// <summary>A text set of every comparison.</summary>
    public const string Short = "short";

    // A figure that is missing must not be read as 0.
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, IndentSize = 2, RespectRequiredConstructorParameters = true };

    /// <summary>Where it was measured.</summary>
    [JsonIgnore]
    public string Where => $"{Machine}, {Day:yyyy-MM-dd}";

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="without">Lists that are measured again: they are empty, whatever the file has.</param>
    /// <exception cref="FigureException">The file is missing or incomplete.</exception>
    public static MeasuredFigures Read(string file, params string[] without)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!;
            foreach (var list in without) json[list] = new JsonArray();
            return json.Deserialize<MeasuredFigures>(Json)!;
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new FigureException($"{file} cannot be read as measured figures: {exception.Message}");
        }
    }

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Json) + "\n");

    public EmbeddedSpeed Of(string model) => Embedded.First(speed => speed.Model == model);

    /// <summary>What the simulation needs of them.</summary>
    public IEnumerable<KeyValuePair<string, Figure>> ForSimulation()
    {
        var tiny = Of(Tiny);
        return
        [
            .. Engine("tiny", tiny.ShortPerSecond, Tiny),
            .. Engine("small", Of(Small).ShortPerSecond, Small),
            .. Engine("int8", Compared.First(contender => contender.Name == Int8).PerSecond[Short], Int8),
            .. Engine("fp32", Compared.First(contender => contender.Name == Fp32).PerSecond[Short], Fp32),
            Trigger("http", tiny.HttpPerSecond, "calls of one review; host and load generator share the cores, so it is an upper bound"),
            Trigger("queue", tiny.QueuePerSecond, "messages; broker, host and load generator share the cores, so it is an upper bound"),
            Trigger("csv", tiny.ShortPerSecond * tiny.CsvRatio, $"rows, at {tiny.CsvRatio:0.00} of the engine's speed in turns with it"),
        ];

        KeyValuePair<string, Figure>[] Engine(string name, double perSecond, string model) =>
        [
            Measured($"{name}.reviewsPerSecondPerCore", perSecond / Cores, "reviews/s",
                $"{model}: short reviews (14 tokens) in one call to the engine, {perSecond:N0} a second"),
            Measured($"{name}.loadSeconds", Starts.First(start => start.Model == model).Engine / 1000, "s",
                $"{model}: the engine, with the trial of the model"),
        ];

        // What is left of a review's time when the engine's time with the fastest model is subtracted.
        KeyValuePair<string, Figure> Trigger(string name, double perSecond, string what) =>
            Measured($"{name}.secondsPerReview", Math.Max(0, (Cores / perSecond) - (Cores / tiny.ShortPerSecond)), "s of a core",
                $"{Tiny}: {perSecond:N0} a second, less the time of the model; {what}");

        KeyValuePair<string, Figure> Measured(string name, double value, string unit, string source) =>
            new(name, new(Rounded(value), unit, "measured", $"{source}; {Where}"));
    }

    /// <summary>Three digits: more are noise.</summary>
    private static double Rounded(double value) =>
        value == 0 ? 0 : double.Parse(value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Reviews a second of one embedded model, through the engine and through each trigger, without cached scores.</summary>
/// <param name="Model">Its name.</param>
/// <param name="ShortPerSecond">Short reviews (14 tokens) in one call to the engine.</param>
/// <param name="MixedPerSecond">Complete reviews (93 tokens) in one call to the engine.</param>
/// <param name="CsvRatio">The CSV functions' speed in relation to the engine's on short reviews: the median of rounds in turns.</param>
/// <param name="HttpPerSecond">The most calls a second with one short review each that were answered with a score.</param>
/// <param name="HttpManyPerSecond">The most reviews a second in calls of many.</param>
/// <param name="QueuePerSecond">The most messages a second with one short review each.</param>
/// <param name="Load">The load of the percentiles below, in reviews a second.</param>
/// <param name="HttpMilliseconds">The median and the 99th percentile of calls at that load.</param>
/// <param name="QueueMilliseconds">The same of messages, from when they should be sent until their result is received.</param>
internal sealed record EmbeddedSpeed(
    string Model,
    double ShortPerSecond,
    double MixedPerSecond,
    double CsvRatio,
    double HttpPerSecond,
    double HttpManyPerSecond,
    double QueuePerSecond,
    double Load,
    Percentiles HttpMilliseconds,
    Percentiles QueueMilliseconds);

/// <summary>The median and the 99th percentile.</summary>
internal sealed record Percentiles(double P50, double P99);

/// <summary>One way to score texts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerSecond">Texts a second by text set: the median of the rounds.</param>
/// <param name="Ratio">How many times as fast as the first contender: the median of the rounds' ratios.</param>
/// <param name="Megabytes">The memory of its process at the end.</param>
/// <param name="StartSeconds">From process start to first score.</param>
internal sealed record ContenderSpeed(
    string Name,
    IReadOnlyDictionary<string, double> PerSecond,
    IReadOnlyDictionary<string, double> Ratio,
    double Megabytes,
    double StartSeconds);

/// <summary>Milliseconds from process start to first score, and of parts of it alone.</summary>
/// <param name="Model">The model.</param>
/// <param name="Runtime">The .NET runtime, in the fastest of several starts.</param>
/// <param name="Engine">The same start: loading the engine, tokenizer and session at the same time, and the trial of the model.</param>
/// <param name="FirstScore">The same start: the first text.</param>
/// <param name="MedianTotal">All of it, as the median of all starts.</param>
/// <param name="Tokenizer">Reading the vocabulary, alone in another process: the least of all starts.</param>
/// <param name="Session">Reading and optimizing the graph, alone: the least.</param>
/// <param name="UsualHeapSession">The same if the heap is not prepared for it: the least.</param>
internal sealed record ModelStart(
    string Model, double Runtime, double Engine, double FirstScore, double MedianTotal, double Tokenizer, double Session,
    double UsualHeapSession)
{
    [JsonIgnore]
    public double Total => Runtime + Engine + FirstScore;
}
