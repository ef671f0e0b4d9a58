namespace Sentiment.Inference;

/// <summary>
/// Keeps models from https addresses on local disk, in a directory named by the hash of their content. Each start asks the server whether a
/// file has changed, and checks the files on disk: their lengths, and the hashes of those that were written since the last check. Several
/// processes may share a cache and start at once.
/// </summary>
/// <param name="root">The directory of the cache; created if it is missing.</param>
/// <param name="remote">Downloads the files.</param>
internal sealed class DownloadCache(string root, RemoteFile remote)
{
    /// <param name="address">The address of a model; a query, such as a SAS, is sent with each file.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <returns>The local directory.</returns>
    /// <exception cref="ModelLoadException">
    /// A file cannot be downloaded or stored, and there is no earlier download to use instead.
    /// </exception>
    public async Task<string> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        CachedModel? known = null;
        var staging = Path.Combine(root, $"staging-{Guid.NewGuid():n}");
        try
        {
            var index = Path.Combine(root, CachedModel.Hash(address.GetLeftPart(UriPartial.Path)) + ".json");
            known = CachedModel.Read(index);
            if (known is not null && !known.Matches(DirectoryOf(known), File.GetLastWriteTimeUtc(index))) known = null;
            DeleteLeftovers();
            var current = await DownloadAsync(new ModelAddress(address), known, staging, cancellationToken).ConfigureAwait(false);
            if (current.ContentHash != known?.ContentHash) Publish(staging, current, known);
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
                "Point the option Model at the address of a directory with model.onnx, vocab.txt, config.json and tokenizer_config.json, " +
                "or of an .onnx file in one, that this machine may read.", exception);
        }
        catch (Exception exception) when (known is not null && exception is IOException or UnauthorizedAccessException)
        {
            return DirectoryOf(known!); // a cache that is read-only or full, with the complete model
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(address.GetLeftPart(UriPartial.Path), "download",
                $"it cannot be stored in '{root}': {exception.Message}",
                "Set the option ModelCache to a directory that this process may write.", exception);
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }

    // A process that was killed leaves its unfinished download.
    private void DeleteLeftovers()
    {
        if (!Directory.Exists(root)) return;
        foreach (var left in Directory.GetDirectories(root, "staging-*"))
        {
            try
            {
                if (Directory.GetLastWriteTimeUtc(left) < DateTime.UtcNow.AddDays(-1)) Directory.Delete(left, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process deletes it, too, or owns it: the download does not need its place.
            }
        }
    }

    private async Task<CachedModel> DownloadAsync(ModelAddress address, CachedModel? known, string staging,
        CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, DownloadedFile>(StringComparer.Ordinal);
        await address.GetFilesAsync(async file =>
        {
            // A cached model has all files in one directory, and one graph, whatever the address's layout and the file's name.
            var name = ModelFiles.IsOnnx(file) ? ModelFiles.OnnxName : Path.GetFileName(file);
            var target = Path.Combine(staging, name);
            var before = known?.Files.GetValueOrDefault(name);
            var downloaded = await remote.DownloadAsync(address.Of(file), target, before?.ETag, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            files[name] = downloaded ?? before!;
            return downloaded is null ? Path.Combine(DirectoryOf(known!), name) : target;
        }).ConfigureAwait(false);
        return new(files);
    }

    private void Publish(string staging, CachedModel model, CachedModel? known)
    {
        var directory = DirectoryOf(model);
        if (model.Matches(directory)) return;
        foreach (var unchanged in model.Files.Keys.Where(name => !File.Exists(Path.Combine(staging, name))))
            File.Copy(Path.Combine(DirectoryOf(known!), unchanged), Path.Combine(staging, unchanged));
        try
        {
            Directory.Move(staging, directory);
        }
        catch (IOException) when (model.Matches(directory))
        {
            // Another process was faster, with the same content. It may be loading from the directory, so that stays.
        }
        catch (IOException) when (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true); // a file in it was damaged
            Directory.Move(staging, directory);
        }
    }

    private string DirectoryOf(CachedModel model) => Path.Combine(root, model.ContentHash);
}
