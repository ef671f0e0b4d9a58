using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>The address of a model: a directory, or an ONNX file in one or in its folder <c>onnx</c>.</summary>
internal sealed class ModelAddress
{
    private readonly Uri directory;
    private readonly string[] graphs;

    public ModelAddress(Uri address)
    {
        directory = address;
        graphs = [ModelFiles.OnnxName, $"{ModelFiles.OnnxFolder}/{ModelFiles.OnnxName}"];
        if (!ModelFiles.IsOnnx(address.AbsolutePath)) return;

        (directory, var file) = Split(address);
        graphs = [file];
        if (Split(directory) is (var above, ModelFiles.OnnxFolder)) (directory, graphs) = (above, [$"{ModelFiles.OnnxFolder}/{file}"]);
    }

    /// <summary>The name to show: the last folder of the address, or at Hugging Face the repository.</summary>
    public string Name => directory.Segments.Select(folder => Uri.UnescapeDataString(folder.Trim('/'))).Where(name => name.Length > 0)
        .ToArray() switch
    {
        [.., var repository, "resolve", _] => repository, // an address at Hugging Face, whose last folder is the revision
        [.., var name] => name,
        _ => directory.Host,
    };

    /// <summary>The address of a file in the directory. The query, which may contain a key, stays.</summary>
    public Uri Of(string file) => new UriBuilder(directory) { Path = $"{directory.AbsolutePath.TrimEnd('/')}/{file}" }.Uri;

    /// <summary>Gets every file that the model needs, and those that it may have.</summary>
    /// <param name="get">Gets one file by its path in the directory, and returns its local path.</param>
    /// <returns>The path of the ONNX file in the directory.</returns>
    /// <exception cref="DownloadException">A file that is needed is missing or cannot be downloaded.</exception>
    public async Task<string> GetFilesAsync(Func<string, Task<string>> get)
    {
        await get(ModelFiles.Config).ConfigureAwait(false);
        var vocabulary = await FirstAsync(get, ModelFiles.Vocabulary, ModelFiles.Tokenizer).ConfigureAwait(false);
        if (vocabulary.Missing is not null) throw vocabulary.Missing;
        var settings = await FirstAsync(get, ModelFiles.TokenizerConfig).ConfigureAwait(false);
        if (vocabulary.File == ModelFiles.Vocabulary && (settings.Missing is not null || IsGeneric(settings.Local)))
            await FirstAsync(get, ModelFiles.Tokenizer).ConfigureAwait(false);
        var graph = await FirstAsync(get, graphs).ConfigureAwait(false);
        if (graph.Missing is not null) throw graph.Missing;
        foreach (var weights in WeightsOf(graph.File, graph.Local))
            await get(graph.File[..^Path.GetFileName(graph.File).Length] + weights).ConfigureAwait(false);
        return graph.File;
    }

    private static bool IsGeneric(string settings)
    {
        try
        {
            using var stream = File.OpenRead(settings);
            using var json = JsonDocument.Parse(stream);
            return TokenizerSettings.IsGeneric(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false; // the load will say what is wrong with it
        }
    }

    private IReadOnlyCollection<string> WeightsOf(string graph, string local)
    {
        try
        {
            var names = ExternalData.NamesIn(local);
            return names.FirstOrDefault(name => name.AsSpan().ContainsAny('/', '\\')) is not { } below ? names
                : throw new FormatException($"its weights are in '{below}', but must be beside the ONNX file to be downloaded.");
        }
        catch (FormatException exception)
        {
            File.Delete(local);
            throw new DownloadException(Of(graph), exception.Message);
        }
    }

    private static async Task<(string File, string Local, DownloadException? Missing)> FirstAsync(Func<string, Task<string>> get,
        params string[] files)
    {
        DownloadException? missing = null;
        foreach (var file in files)
        {
            try
            {
                return (file, await get(file).ConfigureAwait(false), null);
            }
            catch (DownloadException exception) when (exception.Missing)
            {
                missing ??= exception;
            }
        }

        return ("", "", missing);
    }

    private static (Uri Directory, string File) Split(Uri address)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        return (new UriBuilder(address) { Path = path[..Math.Max(slash, 0)] }.Uri, path[(slash + 1)..]);
    }
}
