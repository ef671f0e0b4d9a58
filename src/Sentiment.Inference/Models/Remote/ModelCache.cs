namespace Sentiment.Inference;

/// <summary>
/// Keeps models from https addresses on local disk, in a directory named by the hash of their content. Each start asks the server whether a
/// file has changed, and checks the files on disk. Several processes may share a cache and start at once.
/// </summary>
/// <param name="root">The directory of the cache; created if it is missing.</param>
/// <param name="remote">Downloads the files.</param>
internal sealed class ModelCache(string root, RemoteFile remote)
{
    private static readonly string[] SideFiles = ["vocab.txt", "config.json", "tokenizer_config.json"];

    /// <param name="address">The address of a model directory; a query, such as a SAS, is sent with each file.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <returns>The local directory.</returns>
    /// <exception cref="ModelLoadException">A file cannot be downloaded, and there is no earlier download to use instead.</exception>
    public async Task<string> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        var index = Path.Combine(root, CachedModel.Hash(address.GetLeftPart(UriPartial.Path)) + ".json");
        var known = CachedModel.Read(index);
        if (known is not null && !known.Matches(DirectoryOf(known))) known = null;

        var staging = Path.Combine(root, $"staging-{Guid.NewGuid():n}");
        Directory.CreateDirectory(staging);
        try
        {
            var current = await DownloadAsync(address, known, staging, cancellationToken).ConfigureAwait(false);
            Publish(staging, current);
            current.Write(index);
            return DirectoryOf(current);
        }
        catch (DownloadException exception) when (known is not null && exception.InnerException is not null)
        {
            return DirectoryOf(known); // the server cannot answer: the last downloaded model is better than none
        }
        catch (DownloadException exception)
        {
            throw new ModelLoadException(address.GetLeftPart(UriPartial.Path), "download", exception.Message,
                "Point the option Model at the address of a directory with model.onnx, vocab.txt, config.json and tokenizer_config.json " +
                "that this machine may read.", exception);
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }

    private async Task<CachedModel> DownloadAsync(Uri address, CachedModel? known, string staging, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, DownloadedFile>(StringComparer.Ordinal);
        foreach (var file in SideFiles) files[file] = await GetFileAsync(file, file).ConfigureAwait(false);
        try
        {
            files[ModelFiles.OnnxName] = await GetFileAsync(ModelFiles.OnnxName, ModelFiles.OnnxName).ConfigureAwait(false);
        }
        catch (DownloadException exception) when (exception.Missing)
        {
            files[ModelFiles.OnnxName] = await GetFileAsync("onnx/model.onnx", ModelFiles.OnnxName).ConfigureAwait(false);
        }

        return new(files);

        async Task<DownloadedFile> GetFileAsync(string from, string to)
        {
            var before = known?.Files.GetValueOrDefault(to);
            var target = Path.Combine(staging, to);
            if (await remote.DownloadAsync(Append(address, from), target, before?.ETag, cancellationToken: cancellationToken)
                .ConfigureAwait(false) is { } downloaded) return downloaded;
            File.Copy(Path.Combine(DirectoryOf(known!), to), target);
            return before!;
        }
    }

    private void Publish(string staging, CachedModel model)
    {
        var directory = DirectoryOf(model);
        if (model.Matches(directory)) return;
        try
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
            Directory.Move(staging, directory);
        }
        catch (IOException) when (model.Matches(directory))
        {
            // Another process was faster, with the same content.
        }
    }

    private string DirectoryOf(CachedModel model) => Path.Combine(root, model.ContentHash);

    private static Uri Append(Uri directory, string file) =>
        new UriBuilder(directory) { Path = $"{directory.AbsolutePath.TrimEnd('/')}/{file}" }.Uri;
}
