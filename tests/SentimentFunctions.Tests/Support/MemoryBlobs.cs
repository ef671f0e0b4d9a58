using System.Net;
using System.Text;
using System.Web;
using System.Xml.Linq;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace SentimentFunctions.Tests.Support;

/// <summary>
/// Two containers in memory, behind the official client: with ETags, conditions, blocks and append blobs. A test can act between two
/// requests, so that a race has the same outcome every time. Not thread-safe.
/// </summary>
internal sealed class MemoryBlobs
{
    private readonly Dictionary<string, Blob> blobs = [];
    private readonly Dictionary<string, Dictionary<string, byte[]>> staged = [];
    private int changes;

    public MemoryBlobs()
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(new Handler(this)) };
        options.Retry.MaxRetries = 0;
        Reviews = new(new Uri("http://127.0.0.1:1/account/reviews"), options);
        Scored = new(new Uri("http://127.0.0.1:1/account/scored"), options);
    }

    /// <summary>The container of the input files.</summary>
    public BlobContainerClient Reviews { get; }

    /// <summary>The container of the output files.</summary>
    public BlobContainerClient Scored { get; }

    /// <summary>Is called before each request, with its method, blob and <c>comp</c>: <c>PUT scored/a.csv block</c>.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>The names of all blobs, with their containers, in order.</summary>
    public IEnumerable<string> Names => blobs.Keys.Order(StringComparer.Ordinal);

    /// <summary>The content of a blob.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(blobs[name].Content);

    /// <summary>Replaces a blob.</summary>
    public void Put(string name, byte[] content) => blobs[name] = new(content, NextETag(), []);

    /// <summary>Replaces a blob with a text.</summary>
    public void Put(string name, string content) => Put(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Discards the blocks of a blob that are not committed.</summary>
    public void Unstage(string name) => staged.Remove(name);

    private string NextETag() => $"0x{++changes:X}";

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var name = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)["/account/".Length..];
        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        if (Before is { } before)
            await before($"{request.Method.Method} {name} {query["comp"]}".Trim());
        if (query["restype"] == "container")
            return Success(HttpStatusCode.Created);
        var blob = blobs.GetValueOrDefault(name);
        return Refusal(request, blob) ?? (request.Method.Method, query["comp"]) switch
        {
            ("PUT", "block") => Stage(name, query["blockid"]!, body),
            ("PUT", "blocklist") => Commit(name, blob, body),
            ("PUT", null) => Create(name, body),
            ("GET", "blocklist") => Blocks(name, blob),
            var (method, comp) => blob is null
                ? Failure(HttpStatusCode.NotFound, "BlobNotFound")
                : Existing(request, method, comp, name, blob, body),
        };
    }

    private HttpResponseMessage Existing(HttpRequestMessage request, string method, string? comp, string name, Blob blob, byte[] body) =>
        (method, comp) switch
        {
            ("PUT", "appendblock") => Append(name, blob, body),
            ("DELETE", null) => Delete(name),
            ("GET" or "HEAD", null) => Read(request, blob),
            _ => Failure(HttpStatusCode.NotImplemented, "NotImplemented"),
        };

    /// <summary>The answer to a request whose conditions are not met; null if they are.</summary>
    private static HttpResponseMessage? Refusal(HttpRequestMessage request, Blob? blob)
    {
        if (Header(request, "If-None-Match") == "*" && blob is not null)
            return Failure(HttpStatusCode.Conflict, "BlobAlreadyExists");
        if (Header(request, "If-Match") is { } wanted && wanted.Trim('"') != blob?.ETag)
        {
            return blob is null && request.Method != HttpMethod.Put
                ? Failure(HttpStatusCode.NotFound, "BlobNotFound")
                : Failure(HttpStatusCode.PreconditionFailed, "ConditionNotMet");
        }

        return Header(request, "x-ms-blob-condition-appendpos") is { } position && position != $"{blob?.Content.Length}"
            ? Failure(HttpStatusCode.PreconditionFailed, "AppendPositionConditionNotMet")
            : null;
    }

    private HttpResponseMessage Stage(string name, string id, byte[] body)
    {
        if (!staged.TryGetValue(name, out var blocks))
            staged[name] = blocks = [];
        blocks[id] = body;
        return Success(HttpStatusCode.Created);
    }

    private HttpResponseMessage Commit(string name, Blob? blob, byte[] body)
    {
        string[] ids = [.. XDocument.Parse(Encoding.UTF8.GetString(body).TrimStart('\uFEFF')).Root!.Elements().Select(id => id.Value)];
        var uncommitted = staged.GetValueOrDefault(name) ?? [];
        Block[] blocks = [.. ids.Select(id => uncommitted.TryGetValue(id, out var bytes)
            ? new Block(id, bytes) : blob!.Blocks.First(block => block.Id == id))];
        staged.Remove(name);
        blobs[name] = new([.. blocks.SelectMany(block => block.Bytes)], NextETag(), blocks);
        return Success(HttpStatusCode.Created, blobs[name]);
    }

    private HttpResponseMessage Create(string name, byte[] body)
    {
        staged.Remove(name);
        Put(name, body);
        return Success(HttpStatusCode.Created, blobs[name]);
    }

    private HttpResponseMessage Append(string name, Blob blob, byte[] body)
    {
        blobs[name] = blob with
        {
            Content = [.. blob.Content, .. body],
            ETag = NextETag(),
            Blocks = [.. blob.Blocks, new Block("", body)],
        };
        var appended = Success(HttpStatusCode.Created, blobs[name]);
        Set(appended, "x-ms-blob-append-offset", $"{blob.Content.Length}");
        Set(appended, "x-ms-blob-committed-block-count", $"{blobs[name].Blocks.Count}");
        return appended;
    }

    private HttpResponseMessage Delete(string name)
    {
        blobs.Remove(name);
        staged.Remove(name);
        return Success(HttpStatusCode.Accepted);
    }

    private HttpResponseMessage Blocks(string name, Blob? blob)
    {
        if (blob is null && !staged.ContainsKey(name))
            return Failure(HttpStatusCode.NotFound, "BlobNotFound");
        var uncommitted = (staged.GetValueOrDefault(name) ?? []).Select(block => new Block(block.Key, block.Value));
        var list = new XElement("BlockList", List("CommittedBlocks", blob?.Blocks ?? []), List("UncommittedBlocks", uncommitted));
        return Success(HttpStatusCode.OK, blob, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{list}"));

        static XElement List(string kind, IEnumerable<Block> blocks) => new(kind, blocks.Select(
            block => new XElement("Block", new XElement("Name", block.Id), new XElement("Size", block.Bytes.Length))));
    }

    private static HttpResponseMessage Read(HttpRequestMessage request, Blob blob)
    {
        var (content, first) = (blob.Content, 0);
        var range = Header(request, "x-ms-range") ?? Header(request, "Range");
        if (range is not null)
        {
            var ends = range["bytes=".Length..].Split('-');
            first = int.Parse(ends[0]);
            if (first >= content.Length)
                return Failure(HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange");
            content = content[first..(int)(ends[1].Length == 0 ? content.Length : Math.Min(content.Length, long.Parse(ends[1]) + 1))];
        }

        var isHead = request.Method == HttpMethod.Head;
        var read = Success(range is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent, blob, isHead ? [] : content);
        read.Content.Headers.ContentLength = content.Length;
        Set(read, "x-ms-blob-type", "BlockBlob");
        if (range is not null)
            Set(read, "Content-Range", $"bytes {first}-{first + content.Length - 1}/{blob.Content.Length}");
        return read;
    }

    private static HttpResponseMessage Success(HttpStatusCode status, Blob? blob = null, byte[]? content = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(content ?? []) };
        Set(answer, "Content-Type", "application/octet-stream");
        answer.Content.Headers.ContentLength = content?.Length ?? 0;
        Set(answer, "Last-Modified", DateTimeOffset.UtcNow.ToString("R"));
        if (blob is not null)
            Set(answer, "ETag", $"\"{blob.ETag}\"");
        return answer;
    }

    private static HttpResponseMessage Failure(HttpStatusCode status, string code)
    {
        var answer = Success(status);
        Set(answer, "x-ms-error-code", code);
        return answer;
    }

    private static void Set(HttpResponseMessage answer, string name, string value)
    {
        if (!answer.Headers.TryAddWithoutValidation(name, value))
            answer.Content.Headers.TryAddWithoutValidation(name, value);
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private sealed record Block(string Id, byte[] Bytes);

    private sealed record Blob(byte[] Content, string ETag, IReadOnlyList<Block> Blocks);

    private sealed class Handler(MemoryBlobs blobs) : HttpMessageHandler
    {
        // The client commits the blocks of a stream when the stream is closed, without await.
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            blobs.AnswerAsync(request, cancellationToken).GetAwaiter().GetResult();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            blobs.AnswerAsync(request, cancellationToken);
    }
}
