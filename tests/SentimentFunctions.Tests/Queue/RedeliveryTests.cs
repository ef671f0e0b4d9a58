using SentimentFunctions.Queue;

namespace SentimentFunctions.Tests.Queue;

public sealed class RedeliveryTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 8)]
    [InlineData(6, 10)]
    [InlineData(int.MaxValue, 10)]
    public void A_message_waits_longer_at_each_redelivery(long deliveryCount, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Redelivery.Wait(deliveryCount, TimeSpan.FromSeconds(10)));

    [Fact]
    public void No_message_waits_if_the_delay_is_off() => Assert.Equal(TimeSpan.Zero, Redelivery.Wait(4, TimeSpan.Zero));
}
