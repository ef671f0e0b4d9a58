using System.Text;
using System.Text.Json;

namespace FunctionsHost.Samples;

/// <summary>One call of the HTTP function.</summary>
internal sealed class HttpSample(string url) : Sample("HTTP", Text, $"POST {url}")
{
    private const string Text = "A wonderful little film, I loved every minute of it.";

    public override async Task<(string Label, double Score)> SendAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        // Text, not PostAsJsonAsync: that sends chunks, which a Functions host does not pass on.
        using var request = new StringContent(JsonSerializer.Serialize(new { text = Text }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(url, request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HostException($"answered {(int)response.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        return (json.RootElement.GetProperty("label").GetString()!, json.RootElement.GetProperty("score").GetDouble());
    }
}
