using System.Text.Json;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class QueueOutputTests : IAsyncDisposable
{
    private static readonly RpcFunctionMetadata Single = ListenerRig.Function("\"cardinality\":\"One\",\"dataType\":\"String\"");

    private readonly ListenerRig rig = new(
        new QueueOptions("in") { MaxDeliveryCount = 2 }, new QueueOptions("out") { MaxSizeBytes = 200_000 });

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task The_elements_of_an_output_arrive_in_order()
    {
        var elements = Enumerable.Range(0, 50).Select(i => $"{i}").ToList();
        await rig.StartAsync(Single, request => Task.FromResult(Returning(request, elements)));
        await rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => rig.In.Live == 0);
        Assert.Equal(elements, await rig.TextsAsync("out"));
    }

    // Elements after a refused one are not sent, and an input with a refused element is not completed.
    [Fact]
    public async Task Elements_are_accepted_one_by_one_and_all_before_the_input_is_completed()
    {
        string[] elements = ["first", new('x', 250_000), "third"];
        var rig = await this.rig.StartAsync(Single, request => Task.FromResult(Returning(request, elements)));
        await this.rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => this.rig.In is { DeadLettered: 1, Live: 0 });
        Assert.Equal(["first", "first"], await this.rig.TextsAsync("out"));
        Assert.Contains("message 2 of 3 for out could not be sent", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_cannot_be_sent_fails_the_invocation_and_the_input_is_redelivered()
    {
        await rig.StartAsync(Single, request =>
        {
            if (rig.Texts(request) is ["1"] && rig.Seen["1"] == 2)
                rig.Broker.Declare(new QueueOptions("later"));
            return Task.FromResult(Returning(request, ["result"]));
        }, output: "later");
        await rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => rig.In.Live == 0);
        Assert.Equal((1, 0), (rig.Broker.Count("later").Live, rig.In.DeadLettered));
    }

    private static InvocationResponse Returning(InvocationRequest request, IReadOnlyList<string> elements) =>
        ScriptedWorker.Success(request, new TypedData { Json = JsonSerializer.Serialize(elements) });
}
