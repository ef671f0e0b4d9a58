using System.Text.Json;

namespace EndToEnd.Tests.Reliability;

/// <summary>The reviews of a fault run: numbered, every tenth malformed, the others of a known label.</summary>
internal static class Reviews
{
    private static readonly string[] Malformed = ["", "{\"text\":", "{\"text\":7}", "[1]", "{\"note\":\"no text\"}"];

    public static string MessageId(int number) => $"m-{number:D5}";

    public static bool IsMalformed(int number) => number % 10 == 3;

    public static string Label(int number) => number % 2 == 0 ? "POSITIVE" : "NEGATIVE";

    public static IEnumerable<(string MessageId, string Body)> Range(int first, int count) =>
        Enumerable.Range(first, count).Select(number => (MessageId(number), Body(number)));

    private static string Body(int number) => IsMalformed(number)
        ? Malformed[number / 10 % Malformed.Length]
        : JsonSerializer.Serialize(
            new { id = number, text = $"Review {number}: the service was {(number % 2 == 0 ? "excellent" : "terrible")}." });
}
