using System.Text.Json;
using Demo.Tests.Page;
using SentimentFunctions.Http.Demo;

namespace Demo.Tests.Reading;

/// <summary>Runs the page's own code in Node, without a browser.</summary>
internal static class PageReader
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>How the page reads each file.</summary>
    /// <param name="files">The files.</param>
    /// <param name="textField">The app's setting for the text of JSON Lines; null for none.</param>
    public static Task<PageTable[]> ReadAsync(IEnumerable<PageFile> files, string? textField = null) =>
        RunAsync<PageTable[]>("read.mjs", files.ToArray(), textField);

    /// <summary>What the page says and writes when it scores a file and the app gives these answers, in this order.</summary>
    public static Task<PageRun> ScoreAsync(PageFile file, PageAnswer[] answers) =>
        RunAsync<PageRun>("score.mjs", new { file.Name, file.Base64, Answers = answers });

    private static async Task<T> RunAsync<T>(string script, object input, string? textField = null)
    {
        var folder = Directory.CreateTempSubdirectory("sentiment-page-").FullName;
        try
        {
            foreach (var name in DemoAsset.All.Keys.Append("rules.js"))
                await File.WriteAllBytesAsync(Path.Combine(folder, name), DemoAsset.Find(name, textField)!.Bytes);
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "type": "module" }""");
            var path = Path.Combine(folder, "input.json");
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(input, JsonSerializerOptions.Web));
            var output = await Browser.Package.RunAsync(Timeout, script, folder, path);
            return JsonSerializer.Deserialize<T>(output, JsonSerializerOptions.Web)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A file for the page.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Base64">Its bytes.</param>
    /// <param name="Column">The column that the user chose, from 0; null for none.</param>
    internal sealed record PageFile(string Name, byte[] Base64, int? Column = null);

    /// <summary>How the page read a file.</summary>
    /// <param name="Problem">Why there is no table, or null.</param>
    /// <param name="Column">The text's column, from 0; -1 if the user has to choose.</param>
    /// <param name="Columns">The names.</param>
    /// <param name="Rows">The rows.</param>
    internal sealed record PageTable(string? Problem, int Column, string[] Columns, PageRow[] Rows);

    /// <summary>One row.</summary>
    /// <param name="Fields">Its fields.</param>
    /// <param name="Error">Why it is not scored, or null.</param>
    /// <param name="Text">Its text.</param>
    internal sealed record PageRow(string[]? Fields, string? Error, string? Text);

    /// <summary>An answer of the app.</summary>
    /// <param name="Status">Its status.</param>
    /// <param name="Body">Its body.</param>
    /// <param name="RetryAfter">After how many seconds the app asks for another call; null if it does not ask.</param>
    /// <param name="IsHeld">Whether its body does not end before the call is aborted.</param>
    /// <param name="Cancels">Whether the user cancels the run as soon as the body has arrived.</param>
    internal sealed record PageAnswer(int Status, string Body, double? RetryAfter = null, bool IsHeld = false, bool Cancels = false);

    /// <summary>How the page scored a file.</summary>
    /// <param name="Problem">Why the run ended early, or null.</param>
    /// <param name="Written">The scored file that the page offers.</param>
    internal sealed record PageRun(string? Problem, string Written);
}
