using Microsoft.Azure.Functions.Worker;
using SentimentFunctions.Queue;

namespace SentimentFunctions.Tests.Queue;

public sealed class RedeliveryTests
{
    [Theory]
    [InlineData("[1,1]", 0)]
    [InlineData("[1,2]", 1)]
    [InlineData("[3,1]", 2)]
    [InlineData("[5,5]", 8)]
    [InlineData("[6,1]", 10)]
    [InlineData("[1,2147483647]", 10)]
    [InlineData("[0,0]", 0)]
    [InlineData("[]", 0)]
    public void A_batch_waits_longer_each_time_it_comes_again(string deliveryCounts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Redelivery.Wait(new(new Data(deliveryCounts)), 2, TimeSpan.FromSeconds(10)));

    [Fact]
    public void Nothing_waits_where_that_is_switched_off() =>
        Assert.Equal(TimeSpan.Zero, Redelivery.Wait(new(new Data("[4]")), 1, TimeSpan.Zero));

    private sealed class Data(string deliveryCounts) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => new Dictionary<string, object?> { ["DeliveryCountArray"] = deliveryCounts };
    }
}
