namespace EndToEnd.Tests.Reliability;

public sealed class ReplayTests(SharedHost shared)
{
    [Fact]
    public async Task Dead_letters_replayed_after_the_fix_are_scored_as_usual()
    {
        const int Messages = 60;
        using var model = new MovableModel();
        await using var rig = await FaultRig.StartAsync(
            shared.Host.Storage, settings: [("Sentiment__Model", model.Path), ("Sentiment__RedeliverySeconds", "0"),
                ("Sentiment__ModelWaitSeconds", "0")]);

        await rig.SendAsync(Messages);
        await rig.UntilAsync(() => rig.Waiting == 0, "dead letters");
        var dead = rig.Dead; // Messages that can never be scored were rejected, without a model.
        model.Restore();
        var told = await SampleProgram.RunAsync("replay.cs", rig.Queues.ServiceBus);
        var found = await rig.FinishAsync("Dead letters replayed");

        Assert.InRange(dead, 1, Messages);
        Assert.StartsWith($"{dead} messages are back", told);
        Assert.Empty(found.Dead);
    }
}
