using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Sentiment.Inference;

/// <summary>A completely downloaded file.</summary>
internal sealed record DownloadedFile(string? ETag, long Length, string Sha256);

/// <summary>The progress of a download; the total is null while it is unknown.</summary>
internal readonly record struct DownloadProgress(long Bytes, long? Total);

/// <summary>
/// Downloads files completely or not at all. An interrupted download is resumed where it stopped, now or by the next call. If the file has
/// changed in the meantime, the download starts again. Thread-safe for different targets.
/// </summary>
/// <param name="http">From <see cref="CreateClient"/>.</param>
/// <param name="options">Retries and timeouts.</param>
internal sealed class RemoteFile(HttpClient http, DownloadOptions options)
{
    private const int MostRedirects = 10;

    /// <summary>
    /// A client for downloads. It follows no redirects: this class does, and asks for the headers of each address, because the client would
    /// send a secret on to another host. Its timeout is infinite: a download may take long, and only a stalled one is aborted.
    /// </summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <param name="address">The file's address; redirects are followed.</param>
    /// <param name="target">The path to write; until it is complete, there is a <c>.partial</c> file next to it.</param>
    /// <param name="knownETag">If the file still has this ETag, nothing is downloaded and the result is null.</param>
    /// <param name="progress">Reports every chunk.</param>
    /// <param name="cancellationToken">Stops the download; the received bytes stay for the next call.</param>
    /// <exception cref="DownloadException">The file does not exist, or could not be read in several attempts.</exception>
    /// <exception cref="IOException">The file cannot be stored, for example because the disk is full.</exception>
    public async Task<DownloadedFile?> DownloadAsync(Uri address, string target, string? knownETag = null,
        IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var partial = PartialFile.Of(target);
        var most = partial.Length;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await AskAsync(address, partial, knownETag, cancellationToken).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.NotModified) return null;
                if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    partial.Delete(); // the received bytes are not a beginning of the server's current file
                    throw new HttpRequestException("the file changed while it was downloaded.");
                }

                CheckStatus(address, response);
                await partial.ReceiveAsync(response, options.StallTimeout, progress, cancellationToken).ConfigureAwait(false);
                return await CompleteAsync(partial, response, target, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsPassing(exception, cancellationToken))
            {
                // More bytes than ever before: a long download over a bad line goes on. A file that only starts anew does not.
                if (partial.Length > most) (most, attempt) = (partial.Length, 0);
                else if (attempt >= options.Attempts)
                    throw new DownloadException(address, $"{exception.Message} Stopped after {attempt} attempts.", inner: exception);
                await Task.Delay(options.Pause * Math.Max(1, attempt), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<HttpResponseMessage> AskAsync(Uri address, PartialFile partial, string? knownETag,
        CancellationToken cancellationToken)
    {
        var asked = address;
        for (var redirects = 0; ; redirects++)
        {
            var response = await AskOnceAsync(asked, partial, knownETag, cancellationToken).ConfigureAwait(false);
            if (Redirection(asked, response) is not { } next) return response;
            response.Dispose();
            if (redirects == MostRedirects) throw new DownloadException(address, $"it redirects more than {MostRedirects} times.");
            if (!MayFollow(asked, next))
                throw new DownloadException(address, $"it redirects to {next.Scheme}://{next.Host}, but only https is followed.");
            asked = next;
        }
    }

    // Without a location, it is an answer like any other.
    private static Uri? Redirection(Uri asked, HttpResponseMessage response) =>
        (int)response.StatusCode is 300 or 301 or 302 or 303 or 307 or 308
        && Uri.TryCreate(asked, response.Headers.Location, out var next) ? next : null;

    /// <summary>Whether a redirect may be followed. Plain http is accepted only on this machine, where nobody can intercept it.</summary>
    internal static bool MayFollow(Uri asked, Uri next) => next.Scheme == Uri.UriSchemeHttps
        || (asked.Scheme == Uri.UriSchemeHttp && next.Scheme == Uri.UriSchemeHttp && next.IsLoopback);

    private async Task<HttpResponseMessage> AskOnceAsync(Uri address, PartialFile partial, string? knownETag,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (knownETag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", knownETag);
        if (partial.Resume(out var from, out var etag))
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.TryAddWithoutValidation("If-Range", etag);
        }

        if (options.Headers is not null)
        {
            foreach (var (name, value) in await HeadersAsync(address, cancellationToken).ConfigureAwait(false))
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyDictionary<string, string>> HeadersAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await options.Headers!(address, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new DownloadException(address, $"authorization failed: {exception.Message}", inner: exception);
        }
    }

    private static void CheckStatus(Uri address, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return;
        var reason = $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}.";
        // 408, 429 and 5xx may be temporary; the others are not.
        throw (int)response.StatusCode is 408 or 429 or >= 500
            ? new HttpRequestException(reason)
            : new DownloadException(address, reason, IsMissing(response.StatusCode));
    }

    // A bucket whose names may not be listed answers 403 for a file that does not exist:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    private static bool IsMissing(HttpStatusCode status) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden;

    private static async Task<DownloadedFile> CompleteAsync(PartialFile partial, HttpResponseMessage response, string target,
        CancellationToken cancellationToken)
    {
        var length = partial.Length;
        string sha256;
        using (var file = File.OpenRead(partial.Path)) sha256 =
            Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        partial.MoveTo(target);
        return new(response.Headers.ETag?.ToString(), length, sha256);
    }

    // A stall cancels a separate token. A cancellation by the caller is not retried, and neither is a disk that refuses the file.
    private static bool IsPassing(Exception error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && error is HttpRequestException or OperationCanceledException;
}
