using System.Security.Cryptography;
using Sentiment.Inference;

namespace Sentiment.Cli.Fetch;

/// <summary>
/// Fetches a model directory. Files are downloaded into a directory beside the target, which is renamed when all of them are verified and
/// loadable. The next fetch resumes an interrupted download.
/// </summary>
internal sealed class ModelFetcher(RemoteFile remote, Func<string, IProgress<DownloadProgress>> progressOf)
{
    /// <returns>The files that were downloaded; none if all were there already.</returns>
    /// <exception cref="CliException">A file is not what was fetched the first time, or no model.</exception>
    /// <exception cref="DownloadException">A file cannot be downloaded.</exception>
    public async Task<string[]> FetchAsync(Uri source, string directory, CancellationToken cancellationToken)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var (locked, address) = (ModelLock.Read(directory), new ModelAddress(source));
        // Of another source, an interrupted fetch has left other files.
        var staging = $"{directory}.{CachedModel.Hash(source.GetLeftPart(UriPartial.Path))[..8]}.partial";
        if (locked is not null && ModelFiles.IsOnnx(source.AbsolutePath) && !locked.Files.Any(file => source.AbsolutePath.EndsWith(
            "/" + file.Path, StringComparison.Ordinal)))
        {
            throw new CliException($"{directory} holds another file of the model than {source.AbsolutePath.Split('/')[^1]}. "
                + "Fetch it into a directory of its own.");
        }

        var fetched = new List<LockedFile>();
        if (locked is null) await address.GetFilesAsync(FetchFileAsync);
        else
        {
            foreach (var file in locked.Files.Where(file => !IsThere(Path.Combine(directory, file.Path), file)))
                await FetchFileAsync(file.Path);
        }

        string[] files = [.. fetched.Select(file => file.Path)];
        if (files.Length == 0) return [];
        CheckThatItLoads(directory, staging, locked?.Files ?? [.. fetched]);
        if (locked is null)
        {
            CheckThatNothingIsReplaced(directory, fetched);
            CheckThatNothingElseIsRead(directory, files);
        }

        Publish(staging, directory, files);
        if (locked is null) new ModelLock(source.GetLeftPart(UriPartial.Path), [.. fetched]).Write(directory);
        return files;

        async Task<string> FetchFileAsync(string file)
        {
            var place = Path.Combine(staging, file);
            var downloaded = File.Exists(place) ? Describe(place) : await DownloadAsync(address.Of(file), place);
            Verify(locked, file, place, downloaded);
            fetched.Add(new(file, downloaded.Length, downloaded.Sha256));
            return place;

            async Task<DownloadedFile> DownloadAsync(Uri from, string to)
            {
                try
                {
                    return (await remote.DownloadAsync(from, to, progress: progressOf(file), cancellationToken: cancellationToken))!;
                }
                catch (DownloadException exception) when (exception.InnerException is not null) // the server may answer later
                {
                    throw new CliException($"{exception.Message} The next fetch continues from there.");
                }
            }
        }
    }

    private static void Verify(ModelLock? locked, string file, string place, DownloadedFile downloaded)
    {
        try
        {
            locked?.Verify(file, downloaded);
        }
        catch (CliException)
        {
            File.Delete(place);
            throw;
        }
    }

    // A first fetch has no hash to compare with; a file that was cut off or is an error page does not load.
    private static void CheckThatItLoads(string directory, string staging, LockedFile[] files)
    {
        foreach (var file in files.Select(file => file.Path).Where(file => !File.Exists(Path.Combine(staging, file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(staging, file))!);
            File.Copy(Path.Combine(directory, file), Path.Combine(staging, file));
        }

        try
        {
            SentimentModel.Load(Path.Combine(staging, files.Single(file => ModelFiles.IsOnnx(file.Path)).Path)).Dispose();
        }
        catch (ModelLoadException exception)
        {
            Directory.Delete(staging, recursive: true);
            throw new CliException($"The download is not a model that can be loaded, and was deleted: {exception.Message}");
        }
    }

    // Without a lock, a file there may be of a model that was trained or optimised, and that no fetch brings back.
    private static void CheckThatNothingIsReplaced(string directory, List<LockedFile> fetched)
    {
        if (fetched.Find(file => File.Exists(At(file)) && !IsThere(At(file), file)) is { } other)
        {
            throw new CliException($"{directory} has another {other.Path} than the fetched model. "
                + "Move it away, or fetch into a new directory. The download is kept for the next fetch.");
        }

        string At(LockedFile file) => Path.Combine(directory, file.Path);
    }

    // A file that another model left there would be read together with these: its vocabulary, say, would give other ids.
    private static void CheckThatNothingElseIsRead(string directory, string[] files)
    {
        string[] read = [ModelFiles.Vocabulary, ModelFiles.Tokenizer, ModelFiles.TokenizerConfig, ModelFiles.OnnxName];
        if (Array.Find(read, file => !files.Contains(file) && File.Exists(Path.Combine(directory, file))) is { } left)
        {
            throw new CliException($"{directory} has a file {left} that does not belong to the fetched model. "
                + "Delete it, or fetch into a new directory. The download is kept for the next fetch.");
        }
    }

    private static void Publish(string staging, string directory, string[] files)
    {
        if (!Directory.Exists(directory))
        {
            Directory.Move(staging, directory);
            return;
        }

        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory, file))!);
            File.Move(Path.Combine(staging, file), Path.Combine(directory, file), overwrite: true);
        }

        Directory.Delete(staging, recursive: true);
    }

    private static bool IsThere(string path, LockedFile locked) =>
        File.Exists(path) && Describe(path) is var found && found.Length == locked.Bytes && found.Sha256 == locked.Sha256;

    private static DownloadedFile Describe(string path)
    {
        using var stream = File.OpenRead(path);
        return new(null, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
