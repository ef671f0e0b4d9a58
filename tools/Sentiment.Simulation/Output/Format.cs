using System.Globalization;

namespace Sentiment.Simulation.Output;

/// <summary>Formats numbers for the document.</summary>
internal static class Format
{
    /// <summary>A count or a rate.</summary>
    public static string Number(double value) => value.ToString(value < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    /// <summary>An amount in USD.</summary>
    public static string Money(double value) =>
        value.ToString(value == 0 ? "0" : value < 1 ? "0.000" : value < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);

    /// <summary>A duration; empty if there is none.</summary>
    public static string Duration(double seconds) => double.IsNaN(seconds) ? "" : seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    /// <summary>A Markdown table. The first <paramref name="texts"/> columns are aligned left, the others right.</summary>
    public static string Table(int texts, string[] headings, IEnumerable<string[]> rows)
    {
        var rules = headings.Select((_, i) => i < texts ? "---" : "---:").ToArray();
        return string.Concat(new[] { headings, rules }.Concat(rows).Select(cells => $"| {string.Join(" | ", cells)} |\n"));
    }
}
