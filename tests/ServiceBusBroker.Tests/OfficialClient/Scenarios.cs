namespace ServiceBusBroker.Tests.OfficialClient;

/// <summary>What each scenario of client/scenarios.mjs must see, on a queue that has the scenario's name.</summary>
internal static class Scenarios
{
    public static readonly TheoryData<string, string> All = new()
    {
        {
            "a-message-arrives-whole",
            """
            {"body":{"a":1,"list":[true,null,"ü"]},"id":"A","correlation":"co","type":"application/json","subject":"sub","to":"you",
            "replyTo":"me","ttl":3600000,"properties":{"n":42,"s":"x","b":true},"deliveries":0,"state":"active","sequence":"1",
            "lockedAfterEnqueued":true}
            """
        },
        { "an-array-goes-out-as-one-batch-in-order", """["b1","b2","b3","b4","b5"]""" },
        { "a-batch-fills-up-to-the-advertised-limit", """{"limit":262144,"sent":26,"received":26}""" },
        { "an-empty-queue-gives-nothing", "0" },
        { "an-abandoned-message-comes-back-counted", """{"deliveries":[0,1],"properties":{"why":"later"}}""" },
        {
            "a-dead-lettered-message-tells-why",
            """
            {"id":"E","body":"bad","reason":"Poison","description":"no header","source":"a-dead-lettered-message-tells-why",
            "extra":"1","left":0}
            """
        },
        { "the-last-allowed-delivery-dead-letters", """{"deliveries":[0,1,2],"reason":"MaxDeliveryCountExceeded","left":0}""" },
        { "a-lock-that-ran-out-is-lost", """{"error":"MessageLockLost","deliveries":1}""" },
        { "a-renewed-lock-lasts-longer", "true" },
        {
            "peeking-receives-nothing",
            """{"peeked":[["p1","1","active"],["p2","2","active"]],"fromSecond":1,"received":[["p1",0],["p2",0]]}"""
        },
        { "receive-and-delete-leaves-nothing", """{"received":[1,2],"left":0}""" },
        { "a-repeated-message-id-is-dropped", "[1,3]" },
        {
            "a-scheduled-message-comes-when-it-is-time",
            """{"before":[["kept","scheduled",true]],"received":"kept","tooEarly":false,"left":0}"""
        },
        { "a-message-can-carry-its-schedule", """["now","later"]""" },
        { "cancelling-what-is-not-scheduled-fails", """{"error":"MessageNotFound"}""" },
        { "a-deferred-message-comes-by-its-number-only", """{"nothing":0,"id":"L","state":"deferred","left":0}""" },
        { "an-expired-message-is-dead-lettered", """{"reason":"TTLExpiredException","left":0}""" },
        {
            "messages-are-settled-after-their-link-closed",
            """
            {"left":[["abandon","active",1,"later"],["defer","deferred",1,null]],"dead":["dead-letter","late","link closed"],
            "twice":"MessageLockLost"}
            """
        },
        { "two-receivers-share-without-overlap", """{"distinct":100,"total":100}""" },
        { "a-subscription-completes-2000-messages", """{"distinct":2000,"twice":0}""" },
        { "a-message-over-256-KiB-is-refused", """{"error":"MessageSizeExceeded"}""" },
        { "a-single-large-message-is-refused-by-the-broker", """{"error":"MessageSizeExceeded"}""" },
        { "a-full-queue-refuses-more", """{"error":"QuotaExceeded"}""" },
        { "a-drain-is-answered", """{"credit":0}""" },
        { "an-unknown-queue-is-an-error", """{"error":"MessagingEntityNotFound"}""" },
    };

    public static QueueOptions Options(string name)
    {
        var options = new QueueOptions(name);
        return name switch
        {
            "the-last-allowed-delivery-dead-letters" => options with { MaxDeliveryCount = 3 },
            "a-lock-that-ran-out-is-lost" => options with { LockDuration = TimeSpan.FromSeconds(1) },
            "a-repeated-message-id-is-dropped" => options with { DuplicateDetectionWindow = TimeSpan.FromMinutes(1) },
            "a-full-queue-refuses-more" => options with { MaxSizeBytes = 100_000 },
            _ => options,
        };
    }
}
