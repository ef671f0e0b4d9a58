using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Running;
using Sentiment.Benchmarks.Compare;
using Sentiment.Benchmarks.Csv;
using Sentiment.Benchmarks.Figures;
using Sentiment.Benchmarks.Load;
using Sentiment.Benchmarks.Queue;
using Sentiment.Benchmarks.Soak;
using Sentiment.Benchmarks.Workers;

// With the culture of a German machine, --seconds 0.5 would be 5.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// A contender of the comparison runs in a process of its own, so that its memory and its start can be measured.
if (args is ["worker", var kind, var directory]) return await WorkerLoop.RunAsync(kind, directory);
if (args is [StartMeasurements.Engine or StartMeasurements.Parts or StartMeasurements.UsualHeapSession, var model])
    return await StartMeasurements.RunAsync(args[0], model);

var parts = new Command("parts",
    "Measures tokenizer, batcher and scorer with BenchmarkDotNet; what follows goes to it.")
{ TreatUnmatchedTokensAsErrors = false };
parts.SetAction(parsed =>
{
    string[] all = parsed.UnmatchedTokens.Contains("--filter") ? [] : ["--filter", "*"];
    BenchmarkSwitcher.FromAssembly(typeof(CsvCommand).Assembly).Run([.. parsed.UnmatchedTokens, .. all]);
});
var root = new RootCommand("Measures the engine.")
{
    CompareCommand.Create(), LoadCommand.Create(), QueueCommand.Create(), CsvCommand.Create(), ColdStartCommand.Create(),
    AppStartCommand.Create(), SoakCommand.Create(), FiguresCommand.Create(), parts,
};
// A comparison that is stopped shows what it has, which takes a moment.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(10) });
