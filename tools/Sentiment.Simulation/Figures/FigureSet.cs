using System.Globalization;
using System.Text.Json;

namespace Sentiment.Simulation.Figures;

/// <summary>All figures by name, assumed ones from files and measured ones, some of them overridden for one run.</summary>
internal sealed class FigureSet(IReadOnlyDictionary<string, Figure> figures)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };
    private static readonly string[] Kinds = ["measured", "published", "chosen", "assumed"];

    // A static initializer would hide why the file cannot be read.
    private static readonly Lazy<MeasuredFigures> Shipped = new(() => MeasuredFigures.Read(Beside("measured.json")));

    /// <summary>What was measured, from <c>measured.json</c> beside this program.</summary>
    /// <exception cref="FigureException">The file is missing or incomplete.</exception>
    public static MeasuredFigures Measured => Shipped.Value;

    /// <summary>The figures that ship.</summary>
    public static FigureSet Default => Of(Measured);

    /// <summary>The assumed figures that ship, and measured ones.</summary>
    public static FigureSet Of(MeasuredFigures measured) => Load(Beside("assumptions.json")).With(measured.ForSimulation());

    /// <summary>Every figure, in the files' order.</summary>
    public IEnumerable<KeyValuePair<string, Figure>> All => figures;

    /// <exception cref="FigureException">No figure has that name.</exception>
    public double this[string name] => figures.TryGetValue(name, out var figure)
        ? figure.Value
        : throw new FigureException($"There is no figure '{name}'. The names are: {string.Join(", ", figures.Keys)}.");

    /// <summary>Reads the files in order. A name may occur in only one of them.</summary>
    /// <exception cref="FigureException">A file is missing, is not JSON, or contains an incomplete figure.</exception>
    public static FigureSet Load(params string[] files)
    {
        var all = new Dictionary<string, Figure>();
        foreach (var file in files)
        {
            foreach (var (name, figure) in Read(file))
            {
                Check(file, name, figure);
                if (!all.TryAdd(name, figure)) throw new FigureException($"{file}: '{name}' is given twice.");
            }
        }
        return new FigureSet(all);
    }

    /// <summary>These figures and others.</summary>
    public FigureSet With(IEnumerable<KeyValuePair<string, Figure>> others) => new(new Dictionary<string, Figure>([.. figures, .. others]));

    /// <summary>The same figures, except for those overridden as <c>name=value</c>.</summary>
    /// <exception cref="FigureException">An override is not of the form <c>name=value</c>, or there is no such figure.</exception>
    public FigureSet With(IEnumerable<string> overrides)
    {
        var changed = new Dictionary<string, Figure>(figures);
        foreach (var text in overrides)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                throw new FigureException($"'{text}' is not of the form name=number.");
            _ = this[parts[0]];
            changed[parts[0]] = changed[parts[0]] with { Value = value, Kind = "chosen", Source = "given on the command line" };
            Check("--set", parts[0], changed[parts[0]]);
        }
        return new FigureSet(changed);
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static Dictionary<string, Figure> Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Figure>>(File.ReadAllText(file), Json)!;
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new FigureException($"{file} cannot be read as figures: {exception.Message}");
        }
    }

    private static void Check(string file, string name, Figure figure)
    {
        if (!double.IsFinite(figure.Value) || figure.Value < 0)
            throw new FigureException($"{file}: '{name}' is {figure.Value}, but must be a number that is not negative.");
        if (!Kinds.Contains(figure.Kind) || string.IsNullOrWhiteSpace(figure.Source) || string.IsNullOrWhiteSpace(figure.Unit))
            throw new FigureException($"{file}: '{name}' needs a unit, a source, and one of the kinds {string.Join(", ", Kinds)}.");
    }
}

/// <summary>One input of the model, with its source.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit of the number.</param>
/// <param name="Kind">measured, published, chosen (by our own configuration) or assumed.</param>
/// <param name="Source">Where and when it was measured or read; for an assumption, the reason for the value.</param>
internal sealed record Figure(double Value, string Unit, string Kind, string Source);

/// <summary>A figure is missing or invalid; the message says which and why.</summary>
internal sealed class FigureException(string message) : Exception(message);
