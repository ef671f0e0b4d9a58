using System.Globalization;
using System.Text.Json;

namespace EndToEnd.Tests.Reliability;

/// <summary>Where every message is at one moment.</summary>
/// <param name="Queued">Ids on the review queue, including locked messages.</param>
/// <param name="Dead">Ids on its dead-letter queue.</param>
/// <param name="Scored">The results, including repeats.</param>
/// <param name="Rejected">The rejections, including repeats.</param>
internal sealed record MessageLocations(IReadOnlyList<string> Queued, IReadOnlyList<string> Dead, IReadOnlyList<JsonElement> Scored,
    IReadOnlyList<JsonElement> Rejected)
{
    /// <summary>Results beyond the first of the same message.</summary>
    public int Repeats => Scored.Count + Rejected.Count - Ids(Scored).Count() - Ids(Rejected).Count();

    /// <summary>The sent messages that are in none of these places.</summary>
    public IReadOnlyList<string> Lost(int sent) =>
        [.. Enumerable.Range(0, sent).Select(Reviews.MessageId).Except([.. Queued, .. Dead, .. Ids(Scored), .. Ids(Rejected)])];

    /// <summary>Checks the end state: every message is in exactly one place, and its repeats have the same content.</summary>
    public void AssertSettled(int sent)
    {
        Assert.Empty(Lost(sent));
        Assert.Empty(Queued);
        Assert.Equal(sent, Dead.Count + Ids(Scored).Count() + Ids(Rejected).Count());
        Assert.Equal(sent, Dead.Concat(Ids(Scored)).Concat(Ids(Rejected)).Distinct().Count());
        Assert.All(Scored, message => Assert.Equal(Reviews.Label(Number(message)), message.GetProperty("label").GetString()));
        Assert.All(Scored, message => Assert.Equal(Number(message), message.GetProperty("id").GetInt32()));
        Assert.All(Rejected, message => Assert.True(Reviews.IsMalformed(Number(message)), $"{message} was rejected."));
        Assert.All(Scored.GroupBy(Id), repeats =>
            Assert.Single(repeats.Select(message => message.GetProperty("score").GetRawText()).Distinct()));
    }

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> results) => results.Select(Id).Distinct();

    private static string Id(JsonElement result) => result.GetProperty("messageId").GetString()!;

    private static int Number(JsonElement result) => int.Parse(Id(result)[2..], CultureInfo.InvariantCulture);
}
