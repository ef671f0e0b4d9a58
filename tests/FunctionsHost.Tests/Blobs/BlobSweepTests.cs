using FsCheck.Xunit;
using FunctionsHost.Blobs;

namespace FunctionsHost.Tests.Blobs;

public sealed class BlobSweepTests
{
    private readonly FakeContainer container = new();
    private readonly List<string> offered = [];

    private static BlobSweep Sweep(FakeContainer container) => new(container, new BlobPath("reviews/{name}", "F"));

    [Fact]
    public async Task A_version_that_is_done_is_not_offered_again()
    {
        var sweep = Sweep(container);
        container.Put("a");
        await OfferAsync(sweep, done: true);
        await OfferAsync(sweep, done: true);
        container.Now += TimeSpan.FromHours(1);
        await OfferAsync(sweep, done: true);
        await OfferAsync(sweep, done: true);
        Assert.Equal(["a"], offered);
    }

    [Fact]
    public async Task A_version_that_is_not_done_is_offered_every_time_however_old()
    {
        var sweep = Sweep(container);
        container.Put("a");
        container.Now += TimeSpan.FromDays(1);
        for (var i = 0; i < 3; i++)
            await OfferAsync(sweep, done: false);
        Assert.Equal(["a", "a", "a"], offered);
    }

    [Fact]
    public async Task A_blob_that_is_overwritten_is_offered_again()
    {
        var sweep = Sweep(container);
        container.Put("a");
        await OfferAsync(sweep, done: true);
        container.Put("a");
        await OfferAsync(sweep, done: true);
        Assert.Equal(["a", "a"], offered);
    }

    [Fact]
    public async Task A_blob_added_behind_the_current_page_is_found_in_the_next_sweep()
    {
        var sweep = Sweep(container);
        foreach (var name in (string[])["b", "c", "d", "e"])
            container.Put(name);
        container.BetweenPages = () =>
        {
            container.BetweenPages = () => { };
            container.Now += TimeSpan.FromSeconds(1);
            container.Put("a"); // Behind the current page: this sweep has passed it.
            container.Now += TimeSpan.FromMinutes(5);
            container.Put("z"); // Ahead and much newer: the sweep must not conclude that everything older is done.
        };
        await OfferAsync(sweep, done: true);
        Assert.Equal(["b", "c", "d", "e", "z"], offered);
        await OfferAsync(sweep, done: true);
        Assert.Contains("a", offered);
    }

    [Fact]
    public async Task A_blob_is_found_even_if_its_timestamp_is_the_start_of_a_long_upload()
    {
        var sweep = Sweep(container);
        var began = container.Now;
        container.Now += TimeSpan.FromMinutes(2);
        container.Put("a");
        await OfferAsync(sweep, done: true);
        container.Put("slow", began);
        await OfferAsync(sweep, done: true);
        Assert.Equal(["a", "slow"], offered);
    }

    [Property]
    public void No_version_is_ever_missed_or_done_twice((byte Name, byte Seconds, bool Succeeds)[] steps)
    {
        var container = new FakeContainer();
        var sweep = Sweep(container);
        var current = new Dictionary<string, string>();
        var done = new HashSet<(string, string)>();
        foreach (var (name, seconds, succeeds) in steps)
        {
            container.Now += TimeSpan.FromSeconds(seconds % 20);
            var written = $"blob-{name % 7}";
            current[written] = container.Put(written);
            sweep.RunAsync((blob, _) =>
            {
                if (done.Contains((blob.Name, blob.ETag)))
                    return ValueTask.FromResult(true); // As a receipt would.
                if (succeeds)
                    done.Add((blob.Name, blob.ETag));
                return ValueTask.FromResult(false);
            }, CancellationToken.None).GetAwaiter().GetResult();
        }

        sweep.RunAsync((blob, _) => ValueTask.FromResult(!done.Add((blob.Name, blob.ETag))), CancellationToken.None)
            .GetAwaiter().GetResult();
        Assert.All(current, blob => Assert.Contains((blob.Key, blob.Value), done));
    }

    private Task OfferAsync(BlobSweep sweep, bool done) => sweep.RunAsync((blob, _) =>
    {
        offered.Add(blob.Name);
        return ValueTask.FromResult(done);
    }, TestContext.Current.CancellationToken);
}
