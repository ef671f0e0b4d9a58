using System.Text;
using System.Text.Json;

namespace SentimentFunctions.Tests.Csv.Cases;

/// <summary>One small file as people write it, and its expected result.</summary>
/// <param name="Name">The blob's name.</param>
/// <param name="Text">The file, when it is UTF-8 without a byte order mark.</param>
/// <param name="Base64">The file's bytes in all other cases.</param>
/// <param name="Metadata">The blob's metadata.</param>
/// <param name="Right">What the summary must say.</param>
public sealed record CsvCase(string Name, string? Text, string? Base64, IReadOnlyDictionary<string, string>? Metadata,
    CsvCase.Expected Right)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, CsvCase> All { get; } = JsonSerializer
        .Deserialize<CsvCase[]>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Csv", "Cases", "cases.json")), Json)!
        .ToDictionary(each => each.Name);

    /// <summary>The bytes of the file.</summary>
    public byte[] Bytes => Text is null ? Convert.FromBase64String(Base64!) : Encoding.UTF8.GetBytes(Text);

    /// <summary>What the summary must say; null if it does not matter.</summary>
    /// <param name="Rows">How many rows there are.</param>
    /// <param name="RowsMin">How many there are at least.</param>
    /// <param name="Failed">How many have an error.</param>
    /// <param name="Positives">How many are positive.</param>
    /// <param name="Negatives">How many are negative.</param>
    /// <param name="Refuse">Whether the file is refused.</param>
    /// <param name="RefuseOrOk">Whether it may be refused.</param>
    /// <param name="RefuseOrHeaderless">Whether it may be refused, or else is read without a header.</param>
    /// <param name="Why">The rule behind it.</param>
    public sealed record Expected(
        int? Rows, int? RowsMin, int? Failed, int? Positives, int? Negatives, bool Refuse, bool RefuseOrOk,
        bool RefuseOrHeaderless, string? Why);
}
