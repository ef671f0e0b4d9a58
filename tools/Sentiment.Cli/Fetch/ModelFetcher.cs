using System.Security.Cryptography;
using Sentiment.Inference;

namespace Sentiment.Cli.Fetch;

/// <summary>
/// Fetches a model directory. Files are downloaded into a directory beside the target, which is renamed when all of them are verified and
/// loadable. The next fetch resumes an interrupted download.
/// </summary>
internal sealed class ModelFetcher(RemoteFile remote, Func<string, IProgress<DownloadProgress>> progressOf)
{
    private static readonly string[] Files = ["config.json", "tokenizer_config.json", "vocab.txt", "onnx/model.onnx"];

    /// <returns>The files that were downloaded; none if all were there already.</returns>
    /// <exception cref="CliException">A file is not what was fetched the first time, or no model.</exception>
    /// <exception cref="DownloadException">A file cannot be downloaded.</exception>
    public async Task<string[]> FetchAsync(Uri source, string directory, CancellationToken cancellationToken)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var (locked, staging) = (ModelLock.Read(directory), directory + ".partial");
        var wanted = Files.Where(file => locked?.Find(file) is not { } entry || !IsThere(Path.Combine(directory, file), entry)).ToArray();
        if (wanted.Length == 0) return [];

        var found = Files.Except(wanted).Select(file => locked!.Find(file)!).ToDictionary(file => file.Path);
        foreach (var file in wanted)
        {
            var place = Path.Combine(staging, file);
            var downloaded = File.Exists(place) ? Describe(place)
                : (await remote.DownloadAsync(Append(source, file), place, progress: progressOf(file),
                    cancellationToken: cancellationToken))!;
            Verify(locked, file, place, downloaded);
            found[file] = new(file, downloaded.Length, downloaded.Sha256);
        }

        CheckThatItLoads(directory, staging, wanted);
        Publish(staging, directory, wanted);
        if (locked is null) new ModelLock(source.GetLeftPart(UriPartial.Path), [.. Files.Select(file => found[file])]).Write(directory);
        return wanted;
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
    private static void CheckThatItLoads(string directory, string staging, string[] wanted)
    {
        foreach (var file in Files.Except(wanted))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(staging, file))!);
            File.Copy(Path.Combine(directory, file), Path.Combine(staging, file), overwrite: true);
        }

        try
        {
            SentimentModel.Load(staging).Dispose();
        }
        catch (ModelLoadException exception)
        {
            Directory.Delete(staging, recursive: true);
            throw new CliException($"The download is not a model that can be loaded, and was deleted: {exception.Message}");
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

    private static Uri Append(Uri source, string file) =>
        new UriBuilder(source) { Path = $"{source.AbsolutePath.TrimEnd('/')}/{file}" }.Uri;
}
