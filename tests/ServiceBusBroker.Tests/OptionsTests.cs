namespace ServiceBusBroker.Tests;

public sealed class OptionsTests : IAsyncLifetime
{
    private readonly Broker broker = Broker.Start(new BrokerOptions());

    public static readonly TheoryData<QueueOptions, string> Invalid = new()
    {
        { new(""), "queue name" },
        { new("a b"), "'a b'" },
        { new("-a"), "'-a'" },
        { new("a\n"), "queue name" },
        { new("jobs/$DeadLetterQueue"), "$DeadLetterQueue" },
        { new(new string('a', 261)), "260" },
        { new("a") { LockDuration = TimeSpan.FromMilliseconds(999) }, "LockDuration" },
        { new("a") { LockDuration = TimeSpan.FromMinutes(6) }, "LockDuration" },
        { new("a") { MaxDeliveryCount = 0 }, "MaxDeliveryCount" },
        { new("a") { DuplicateDetectionWindow = TimeSpan.Zero }, "DuplicateDetectionWindow" },
        { new("a") { DuplicateDetectionWindow = TimeSpan.FromDays(8) }, "DuplicateDetectionWindow" },
        { new("a") { DefaultTimeToLive = TimeSpan.Zero }, "DefaultTimeToLive" },
        { new("a") { MaxSizeBytes = 0 }, "MaxSizeBytes" },
    };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_options_are_refused_by_name(QueueOptions options, string named) =>
        Assert.Contains(named, Assert.Throws<ArgumentException>(() => broker.Declare(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_queue_can_be_declared_again()
    {
        broker.Declare(new QueueOptions("a/b-c_1.2"));
        broker.Declare(new QueueOptions("A/B-C_1.2"));

        Assert.Equal(default, broker.Count("a/b-c_1.2"));
    }

    [Fact]
    public void A_queue_cannot_be_declared_again_with_other_options()
    {
        broker.Declare(new QueueOptions("a"));

        var error = Assert.Throws<ArgumentException>(() => broker.Declare(new QueueOptions("a") { MaxDeliveryCount = 5 }));
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counting_an_unknown_queue_is_an_error() =>
        Assert.Contains("'nowhere'", Assert.Throws<ArgumentException>(() => broker.Count("nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_connection_string_has_the_emulators_format() => Assert.Equal(
        $"Endpoint=sb://127.0.0.1:{broker.Port};SharedAccessKeyName=RootManageSharedAccessKey;" +
        "SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;",
        broker.ConnectionString);
}
