using System.Net;

namespace Sentiment.Inference;

/// <summary>The downloaded beginning of a file, and the ETag of its version.</summary>
internal sealed class PartialFile
{
    private readonly string etagPath;

    private PartialFile(string path) => (Path, etagPath) = (path, path + ".etag");

    public string Path { get; }

    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    public static PartialFile Of(string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        return new(target + ".partial");
    }

    /// <summary>Whether the download can be resumed.</summary>
    public bool Resume(out long from, out string etag)
    {
        (from, etag) = (Length, File.Exists(etagPath) ? File.ReadAllText(etagPath) : "");
        return from > 0 && etag != "";
    }

    /// <summary>Writes the response: the rest of the file (206) or the complete file (200).</summary>
    /// <exception cref="HttpRequestException">The connection broke, or the length is not the announced one. The received bytes
    /// stay.</exception>
    /// <exception cref="OperationCanceledException">The connection stalled, or the caller stopped. The received bytes stay.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task ReceiveAsync(HttpResponseMessage response, TimeSpan stallTimeout, IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (start, total) = Place(response);
        // A weak ETag does not guarantee the same bytes, so the download cannot be resumed.
        if (response.Headers.ETag is { IsWeak: false } etag)
            await File.WriteAllTextAsync(etagPath, etag.ToString(), cancellationToken).ConfigureAwait(false);
        else File.Delete(etagPath);

        var file = new FileStream(Path, start > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
        await using (file.ConfigureAwait(false))
        {
            // The response disposes its body.
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var buffer = new byte[1 << 17];
            while (await ReadAsync(body, buffer, stallTimeout, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                progress?.Report(new(file.Length, total));
            }
        }

        if (total is not null && Length != total)
        {
            var length = Length;
            if (length > total) Delete();
            throw new HttpRequestException($"{length} of {total} bytes arrived.");
        }
    }

    public void MoveTo(string target)
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(etagPath);
    }

    public void Delete()
    {
        File.Delete(Path);
        File.Delete(etagPath);
    }

    private (long Start, long? Total) Place(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.PartialContent) return (0, response.Content.Headers.ContentLength);
        if (response.Content.Headers.ContentRange is { From: { } from } range && from == Length) return (from, range.Length);
        Delete();
        throw new HttpRequestException("the server sent a different range of the file than the requested one.");
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, TimeSpan stallTimeout, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(stallTimeout);
        try
        {
            return await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            // An error of the network looks like one of the disk, which would not pass.
            throw new HttpRequestException(exception.Message, exception);
        }
    }
}
