using System.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The headers of a request or a response.</summary>
public sealed class HttpHeadersCollection : HttpHeaders
{
    /// <summary>An empty collection.</summary>
    public HttpHeadersCollection()
    {
    }

    /// <summary>A collection of these headers, taken as they are.</summary>
    /// <param name="headers">Names and values.</param>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        foreach (var (name, value) in headers)
            TryAddWithoutValidation(name, value);
    }
}
