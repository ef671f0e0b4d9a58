using ServiceBusBroker.Links;

namespace ServiceBusBroker.Tests;

public sealed class LinkCreditTests
{
    private readonly LinkCredit credit = new();

    [Fact]
    public void Credit_is_what_was_granted_minus_what_was_sent()
    {
        credit.OnFlow(received: 0, credit: 10);
        Send(4);

        Assert.Equal(6, credit.Available);
    }

    [Theory]
    [InlineData(4, 10, 10)]
    [InlineData(3, 10, 9)]
    [InlineData(4, 3, 3)]
    [InlineData(4, 6, 6)]
    [InlineData(1, 2, 0)]
    [InlineData(0, uint.MaxValue, uint.MaxValue - 4L)]
    public void Messages_in_flight_count_against_a_grant(uint received, uint credit, long available)
    {
        this.credit.OnFlow(0, 10);
        Send(4);
        this.credit.OnFlow(received, credit);

        Assert.Equal(available, this.credit.Available);
    }

    [Fact]
    public void Draining_uses_up_the_remaining_credit()
    {
        credit.OnFlow(0, 10);
        Send(2);
        credit.Drain();
        Assert.Equal(0, credit.Available);

        credit.OnFlow(2, 3);
        Assert.Equal(3, credit.Available);
    }

    private void Send(int count)
    {
        for (var i = 0; i < count; i++)
            credit.Spend();
    }
}
