using System.Diagnostics;
using System.Globalization;
using FunctionsHost.Blobs;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;
using Spectre.Console;

namespace FunctionsHost.Samples;

/// <summary>Sends one sample through each trigger of the sentiment app and shows the results.</summary>
internal sealed class SampleRun(
    IReadOnlyList<Function> functions,
    AppSettings settings,
    ServiceBusClients serviceBus,
    StorageAccounts storage,
    string url,
    string routePrefix)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Whether this is the app that the samples are made for.</summary>
    public bool Applies => Triggers().Any();

    /// <returns>Whether all results arrived.</returns>
    public async Task<bool> RunAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        var results = new List<SampleResult>();
        foreach (var trigger in Triggers())
            results.Add(await TryAsync(trigger, cancellationToken)); // One after the other, so that each time is for one trigger alone.
        terminal.Show(Table(results));
        return results.TrueForAll(result => result.Label is not null);
    }

    private IEnumerable<Sample> Triggers()
    {
        if (Find("ScoreHttp", "httpTrigger") is { } http)
            yield return new HttpSample($"{url}/{Http.FunctionRoutes.Template(http, routePrefix)}");
        if (Find("ScoreQueue", "serviceBusTrigger") is { } queue && settings.Find("ScoredQueue") is { } scoredQueue)
            yield return new QueueSample(serviceBus.For(queue.Trigger, queue), queue.Trigger.Text("queueName")!, scoredQueue);
        if (Find("ScoreCsv", "blobTrigger") is { } csv
            && settings.Find("ScoredContainer") is { } scored && settings.Find("CompletedQueue") is { } completed
            && csv.Outputs.FirstOrDefault(output => output.Is("serviceBus")) is { } output)
        {
            const string usedBy = "The CSV sample";
            var connection = StorageAccounts.ConnectionName(csv.Trigger);
            var reviews = new BlobPath(csv.Trigger.Text("path")!, usedBy).Container;
            var (blobs, queues) = (storage.Blobs(connection, usedBy), storage.Queues(connection, usedBy));
            yield return new FileSample(blobs, queues, reviews, scored, serviceBus.For(output, csv), completed);
        }
    }

    private Function? Find(string name, string trigger) =>
        functions.FirstOrDefault(function => function.Name == name && function.Trigger.Is(trigger));

    private static async Task<SampleResult> TryAsync(Sample sample, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var (label, score) = await sample.SendAsync(limit.Token);
            return new SampleResult(sample.Trigger, sample.Input, label, score, Stopwatch.GetElapsedTime(began), sample.Where);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var why = exception is OperationCanceledException
                ? $"no result arrived within {Limit.TotalSeconds:0} s; the log above may say why"
                : exception.Message;
            return new SampleResult(sample.Trigger, sample.Input, null, 0, Stopwatch.GetElapsedTime(began), $"{why} ({sample.Where})");
        }
    }

    private static Table Table(IEnumerable<SampleResult> results)
    {
        var table = new Table().RoundedBorder().AddColumns("Trigger", "Sample", "Label", "Score", "ms", "Look further");
        foreach (var result in results)
            table.AddRow(
                new Text(result.Trigger),
                new Text(result.Sample),
                result.Label is null ? new Text("FAILED", new Style(Color.Red)) : new Text(result.Label, new Style(Color.Green)),
                new Text(result.Label is null ? "" : result.Score.ToString("0.0000", CultureInfo.InvariantCulture)),
                new Text(result.Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)),
                new Text(result.Where));
        return table;
    }
}

/// <summary>The result of one sample.</summary>
/// <param name="Trigger">HTTP, Queue or CSV.</param>
/// <param name="Sample">The sample in words.</param>
/// <param name="Label">The label; null if no result arrived.</param>
/// <param name="Score">How sure it is, 0 to 1.</param>
/// <param name="Took">The time from sending to having the result.</param>
/// <param name="Where">Where to look further, or why no result arrived.</param>
internal sealed record SampleResult(string Trigger, string Sample, string? Label, double Score, TimeSpan Took, string Where);
