using FsCheck.Xunit;

namespace Sentiment.Inference.Tests;

public class LengthBucketsTests
{
    private const int Longest = 64;

    [Property]
    public bool Every_text_is_taken_once_in_batches_within_the_budget(byte[][] calls, byte budget)
    {
        var buckets = new LengthBuckets(Longest);
        var all = calls.Where(lengths => lengths.Length > 0)
            .Select(lengths => Call([.. lengths.Select(length => 1 + length % Longest)])).ToArray();
        foreach (var call in all) buckets.Add(call);

        var (taken, batch) = (new List<PendingText>(), new List<PendingText>());
        while (buckets.Texts > 0)
        {
            batch.Clear();
            buckets.Take(budget, batch);
            if (batch.Count == 0 || (batch.Count > 1 && batch.Count * batch.Max(text => text.Length) > budget)) return false;
            taken.AddRange(batch);
        }

        return buckets.Tokens == 0 && taken.Count == all.Sum(call => call.Texts.Length) && taken.Distinct().Count() == taken.Count;
    }

    [Fact]
    public void Texts_of_similar_length_share_a_batch()
    {
        var buckets = new LengthBuckets(Longest);
        buckets.Add(Call(30, 5, 29, 60, 31, 6));

        Assert.Equal([30, 29, 31], Take(buckets, 120));
        Assert.Equal([5, 6], Take(buckets, 120));
        Assert.Equal([60], Take(buckets, 120));
    }

    [Fact]
    public void A_single_text_does_not_wait_behind_an_earlier_long_call()
    {
        var buckets = new LengthBuckets(Longest);
        buckets.Add(Call([.. Enumerable.Repeat(40, 100)]));
        Take(buckets, 80);
        buckets.Add(Call(10));

        var before = 0;
        while (!Take(buckets, 80).Contains(10)) before++;

        Assert.InRange(before, 0, 1);
    }

    [Fact]
    public void A_long_call_is_not_starved_by_a_stream_of_single_texts()
    {
        var buckets = new LengthBuckets(Longest);
        buckets.Add(Call(60, 60));
        var taken = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            buckets.Add(Call(20));
            taken.AddRange(Take(buckets, 20));
        }

        Assert.Equal(2, taken.Count(length => length == 60));
    }

    [Fact]
    public void Texts_of_callers_that_have_cancelled_are_dropped()
    {
        var buckets = new LengthBuckets(Longest);
        using var gone = new CancellationTokenSource();
        buckets.Add(new ScoringRequest([Text(10), Text(20)], gone.Token));
        buckets.Add(Call(10));
        gone.Cancel();

        buckets.DropGone();

        Assert.Equal((1, 10), (buckets.Texts, buckets.Tokens));
        Assert.Equal([10], Take(buckets, 100));
        Assert.Empty(Take(buckets, 100));
    }

    private static int[] Take(LengthBuckets buckets, int budget)
    {
        var batch = new List<PendingText>();
        buckets.Take(budget, batch);
        return [.. batch.Select(text => text.Length)];
    }

    private static ScoringRequest Call(params int[] lengths) => new([.. lengths.Select(Text)], CancellationToken.None);

    private static TokenizedText Text(int length) => new(new int[length], length);
}
