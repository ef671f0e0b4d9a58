using System.Text.Json;
using Sentiment.Inference;

namespace Sentiment.Cli.Fetch;

/// <summary>One file of a fetched model.</summary>
internal sealed record LockedFile(string Path, long Bytes, string Sha256);

/// <summary>The hash of the first fetch; every later fetch must give the same.</summary>
internal sealed record ModelLock(string Source, LockedFile[] Files)
{
    private const string FileName = "model.lock.json";

    public static ModelLock? Read(string directory)
    {
        var file = Path.Combine(directory, FileName);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<ModelLock>(File.ReadAllBytes(file), CliJson.Options) is { Files: { } files } locked
                && files.Count(entry => ModelFiles.IsOnnx(entry.Path)) == 1 && files.All(entry => IsInside(entry.Path)) ? locked
                : throw new JsonException("it does not name the files of one model");
        }
        catch (JsonException exception)
        {
            throw new CliException(
                $"{file} cannot be read ({exception.Message}). Restore it, or fetch into a new directory.");
        }
    }

    private static bool IsInside(string path) =>
        !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..");

    public void Write(string directory) =>
        File.WriteAllText(Path.Combine(directory, FileName), JsonSerializer.Serialize(this, CliJson.Indented) + "\n");

    public LockedFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    /// <summary>Fails if a file is not what was fetched the first time.</summary>
    public void Verify(string path, DownloadedFile found)
    {
        if (Find(path) is { } locked && (locked.Bytes != found.Length || locked.Sha256 != found.Sha256))
            throw new CliException(
                $"{path} is not the file that {FileName} names: {found.Length} bytes with SHA-256 " +
                $"{found.Sha256}, but {locked.Bytes} bytes with {locked.Sha256} were expected. Nothing was changed. If the new file is " +
                "right, fetch into a new directory.");
    }
}
