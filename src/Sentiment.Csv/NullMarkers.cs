namespace Sentiment.Csv;

/// <summary>What programs write for a missing value: the markers that pandas reads as missing, and those of databases and Excel.</summary>
internal static class NullMarkers
{
    /// <summary>The markers.</summary>
    public static readonly HashSet<string> Markers =
    [
        "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None",
        "n/a", "nan", "null", "\\N", "-", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DIV/0!",
    ];

    /// <summary>Whether a field holds such a marker and nothing else.</summary>
    public static bool Holds(string field) => Markers.Contains(field.Trim());
}
