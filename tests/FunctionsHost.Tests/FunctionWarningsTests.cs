using FunctionsHost.Functions;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests;

public sealed class FunctionWarningsTests
{
    private const string Deferred = "\"properties\":{\"supportsDeferredBinding\":\"True\"}";

    [Theory]
    [InlineData("""{"name":"t","type":"timerTrigger","direction":"In"}""", "timerTrigger")]
    [InlineData("""{"name":"m","type":"serviceBusTrigger","direction":"In","queueName":"q","isSessionsEnabled":true}""", "sessions")]
    public void Features_that_this_host_lacks_are_reported_at_startup(string trigger, string said) =>
        Assert.Contains(said, Assert.Single(For(trigger)), StringComparison.Ordinal);

    [Fact]
    public void Features_that_work_only_locally_are_reported_too()
    {
        const string trigger = """{"name":"b","type":"blobTrigger","direction":"In","path":"in/{name}",""" + Deferred + "}";
        Assert.Contains("out/{name}",
            Assert.Single(For(trigger, """{"name":"$return","type":"blob","direction":"Out","blobPath":"out/{name}"}""")),
            StringComparison.Ordinal);
        Assert.Empty(For(trigger, """{"name":"out","type":"blob","direction":"In","blobPath":"out"}"""));
    }

    [Fact]
    public void A_plain_function_gets_no_warning() => Assert.Empty(For("""{"name":"req","type":"httpTrigger","direction":"In"}"""));

    private static IEnumerable<string> For(params string[] bindings) =>
        FunctionWarnings.For(new Function(Rig.Metadata("F", bindings), Rig.Settings()));
}
