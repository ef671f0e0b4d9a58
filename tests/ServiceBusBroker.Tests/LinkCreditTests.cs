using ServiceBusBroker.Links;

namespace ServiceBusBroker.Tests;

public sealed class LinkCreditTests
{
    private readonly LinkCredit _credit = new();

    // What AMQPNetLite does with a flow: the change it tells, and its own limit afterwards.
    private long _sent;
    private long _libraryLimit;

    [Fact]
    public void Credit_is_what_was_granted_less_what_was_sent()
    {
        Grant(10);
        Send(4);

        Assert.Equal(6, _credit.Available);
    }

    [Fact]
    public void A_grant_says_what_may_still_come_not_what_comes_on_top()
    {
        Grant(10);
        Send(4);
        Grant(10);

        Assert.Equal(10, _credit.Available);
    }

    [Fact]
    public void A_lowered_credit_is_kept_though_the_library_takes_it_for_none()
    {
        Grant(10);
        Grant(3);
        Assert.Equal(3, _credit.Available);

        Send(1);
        Grant(5);
        Assert.Equal(5, _credit.Available);
    }

    [Fact]
    public void A_repeated_grant_changes_nothing()
    {
        Grant(10);
        Grant(10);

        Assert.Equal(10, _credit.Available);
    }

    [Fact]
    public void Draining_gives_up_what_is_left()
    {
        Grant(10);
        Send(2);
        _credit.Drain();
        _libraryLimit = _sent;
        Assert.Equal(0, _credit.Available);

        Grant(3);
        Assert.Equal(3, _credit.Available);
    }

    private void Grant(int credit)
    {
        var change = (int)(_sent + credit - _libraryLimit);
        _libraryLimit = change > 0 ? _libraryLimit + change : _sent;
        _credit.OnFlow(change);
    }

    private void Send(int count)
    {
        for (var i = 0; i < count; i++)
            _credit.Spend();
        _sent += count;
    }
}
