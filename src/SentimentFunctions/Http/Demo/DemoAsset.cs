using System.Collections.Frozen;
using System.Text;
using Sentiment.Csv;

namespace SentimentFunctions.Http.Demo;

/// <summary>One file of the page, embedded in this assembly.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record DemoAsset(string MediaType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// Allows only the app's own files and calls to the app itself: no inline script or style, no other host, no framing, no text that
    /// becomes markup.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action " +
        "'none'; " +
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string Prefix = "Demo/";
    private const string RulesFile = "rules.js";

    /// <summary>The embedded files by their names.</summary>
    public static FrozenDictionary<string, DemoAsset> All { get; } = Load();

    /// <summary>The file of that name, or null. <c>rules.js</c> has the rules of the blob function's reader.</summary>
    /// <param name="file">The name.</param>
    /// <param name="textField">The member that holds the text of JSON Lines; null for none.</param>
    public static DemoAsset? Find(string file, string? textField) => file != RulesFile ? All.GetValueOrDefault(file)
        : new(MediaTypeOf(file), Encoding.UTF8.GetBytes($"export default {ReaderRules.ToJson(textField)};\n"));

    private static FrozenDictionary<string, DemoAsset> Load()
    {
        var assembly = typeof(DemoAsset).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return (Name: name[Prefix.Length..], Bytes: bytes);
        }).ToFrozenDictionary(file => file.Name, file => new DemoAsset(MediaTypeOf(file.Name), file.Bytes));
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The page has a file of the kind '{other}', for which no media type is known."),
    };
}
