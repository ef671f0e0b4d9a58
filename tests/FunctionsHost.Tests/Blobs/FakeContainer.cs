using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FunctionsHost.Tests.Blobs;

/// <summary>A container whose clock and listing the test controls: two blobs per page, and a callback between pages.</summary>
internal sealed class FakeContainer : BlobContainerClient
{
    private readonly SortedDictionary<string, (string ETag, DateTimeOffset Modified)> blobs = new(StringComparer.Ordinal);
    private int versions;

    public override string Name => "reviews";

    public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Called before each page after the first.</summary>
    public Action BetweenPages { get; set; } = () => { };

    /// <summary>Writes a blob and returns its ETag. Times are whole seconds, as in the service.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="began">When its upload began; null for now.</param>
    public string Put(string name, DateTimeOffset? began = null)
    {
        var (etag, modified) = ($"0x{++versions}", began ?? Now);
        blobs[name] = (etag, new DateTimeOffset(modified.Ticks - modified.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero));
        return etag;
    }

    public override AsyncPageable<BlobItem> GetBlobsAsync(GetBlobsOptions options, CancellationToken cancellationToken = default) =>
        AsyncPageable<BlobItem>.FromPages(Pages());

    private IEnumerable<Page<BlobItem>> Pages()
    {
        for (var last = ""; ;)
        {
            var page = blobs.Where(blob => string.CompareOrdinal(blob.Key, last) > 0).Take(2).Select(blob => BlobsModelFactory.BlobItem(
                name: blob.Key,
                properties: BlobsModelFactory.BlobItemProperties(accessTierInferred: true, lastModified: blob.Value.Modified,
                    eTag: new ETag(blob.Value.ETag)))).ToList();
            yield return Page<BlobItem>.FromValues(page, null, new DatedResponse(Now));
            if (page.Count < 2)
                yield break;
            last = page[^1].Name;
            BetweenPages();
        }
    }

    private sealed class DatedResponse(DateTimeOffset now) : Response
    {
        public override int Status => 200;

        public override string ReasonPhrase => "OK";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => name == "Date";

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new HttpHeader("Date", now.ToString("R"))];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) =>
            (value = name == "Date" ? now.ToString("R") : null) is not null;

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values) =>
            (values = TryGetHeader(name, out var value) ? [value] : null) is not null;
    }
}
