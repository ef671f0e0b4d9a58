using System.Text.Json;
using Demo.Tests.Page;
using SentimentFunctions.Http.Demo;

namespace Demo.Tests.Reading;

/// <summary>Runs the page's own code in Node, on many files at once.</summary>
internal static class PageReader
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>How the page reads each file.</summary>
    public static async Task<PageTable[]> ReadAsync(IEnumerable<PageFile> files)
    {
        var folder = Directory.CreateTempSubdirectory("sentiment-page-").FullName;
        try
        {
            foreach (var (name, asset) in DemoAsset.All)
                await File.WriteAllBytesAsync(Path.Combine(folder, name), asset.Bytes);
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "type": "module" }""");
            var input = Path.Combine(folder, "files.json");
            await File.WriteAllTextAsync(input, JsonSerializer.Serialize(files, JsonSerializerOptions.Web));
            var output = await Browser.Package.RunAsync(Timeout, "read.mjs", folder, input);
            return JsonSerializer.Deserialize<PageTable[]>(output, JsonSerializerOptions.Web)!;
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
}
