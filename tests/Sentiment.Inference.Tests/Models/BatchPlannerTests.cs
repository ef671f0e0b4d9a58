using FsCheck.Xunit;

namespace Sentiment.Inference.Tests;

public class BatchPlannerTests
{
    [Property]
    public bool Every_text_is_in_one_batch_and_no_batch_exceeds_the_budget_unless_one_text_does(byte[] lengths, byte budget)
    {
        var tokens = Array.ConvertAll(lengths, length => (int)length);
        var batches = BatchPlanner.Plan(tokens, budget + 1);
        return batches.SelectMany(batch => batch).Order().SequenceEqual(Enumerable.Range(0, tokens.Length))
            && batches.All(batch => batch.Count == 1 || batch.Count * batch.Max(i => tokens[i]) <= budget + 1);
    }

    [Property]
    public bool Texts_of_neighbouring_length_share_a_batch(byte[] lengths)
    {
        var order = BatchPlanner.Plan(Array.ConvertAll(lengths, length => (int)length), 64).SelectMany(batch => batch)
            .Select(i => lengths[i]).ToArray();
        return order.SequenceEqual(lengths.OrderDescending());
    }
}
