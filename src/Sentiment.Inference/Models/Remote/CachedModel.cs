using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sentiment.Inference;

/// <summary>A model downloaded from an address: its files with their ETags and hashes.</summary>
internal sealed record CachedModel(SortedDictionary<string, DownloadedFile> Files)
{
    /// <summary>The hash of the names and hashes of all files: the same content has the same directory, whatever its address.</summary>
    // The order is set here: a deserialized dictionary has that of the culture, in which tokenizer_config.json precedes tokenizer.json.
    public string ContentHash => Hash(string.Concat(Files.OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => $"{file.Key} {file.Value.Sha256}\n")));

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static CachedModel? Read(string file)
    {
        try
        {
            var found = File.Exists(file) ? JsonSerializer.Deserialize<CachedModel>(File.ReadAllBytes(file)) : null;
            return found?.Files is null ? null : found;
        }
        catch (JsonException)
        {
            return null; // written by another version, or truncated by a crash: download again
        }
    }

    /// <summary>Writes a temporary file and moves it, because two processes may write at once.</summary>
    public void Write(string file)
    {
        var beside = $"{file}.{Guid.NewGuid():n}";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(beside, file, overwrite: true);
    }

    /// <summary>Whether a directory has exactly these files.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="verified">When its files were last compared with their hashes: files that are older are not read again.</param>
    public bool Matches(string directory, DateTime verified = default) => Files.All(file =>
    {
        var found = new FileInfo(Path.Combine(directory, file.Key));
        if (!found.Exists || found.Length != file.Value.Length) return false;
        if (found.LastWriteTimeUtc < verified) return true;
        using var stream = found.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == file.Value.Sha256;
    });
}
