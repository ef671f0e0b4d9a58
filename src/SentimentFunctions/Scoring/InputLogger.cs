using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SentimentFunctions.Scoring;

/// <summary>Logs as much of the input as the setting allows; nothing by default.</summary>
internal static class InputLogger
{
    private const int PrefixCharacters = 32;

    private const int HashBytes = 8;

    /// <summary>Few enough to keep a line well below the limits of log stores.</summary>
    private const int TextsALine = 64;

    /// <summary>Logs the texts of a call or a message, in order.</summary>
    public static void LogInput(this ILogger logger, InputLogMode how, IEnumerable<string> texts)
    {
        if (how == InputLogMode.None)
            return;
        foreach (var line in texts.Chunk(TextsALine))
            logger.LogInformation("Input, {How}: {Texts}", how, string.Join(' ', line.Select(text => Shown(how, text))));
    }

    private static string Shown(InputLogMode how, string text) => how == InputLogMode.Hash
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes))
        // As JSON, so that a line break in a review does not start a line of the log. A surrogate pair is not split.
        : JsonSerializer.Serialize(
            text[..Math.Min(text.Length,
                PrefixCharacters - (text.Length > PrefixCharacters && char.IsHighSurrogate(text[PrefixCharacters - 1]) ? 1 : 0))]);
}
