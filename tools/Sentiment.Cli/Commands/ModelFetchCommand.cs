using System.CommandLine;
using Sentiment.Cli.Fetch;
using Sentiment.Inference;
using Spectre.Console;

namespace Sentiment.Cli.Commands;

/// <summary>
/// <c>sentiment model fetch</c>: downloads distilbert-base-uncased-finetuned-sst-2-english from Hugging Face or a mirror.
/// </summary>
internal static class ModelFetchCommand
{
    // Pinned, so that everyone gets the same verified files.
    private const string HuggingFace =
        "https://huggingface.co/distilbert/distilbert-base-uncased-finetuned-sst-2-english/" +
        "resolve/714eb0fa89d2f80546fda750413ed43d93601a13";

    public static Command Create(CliConsole console)
    {
        var directory = new Argument<string>("dir") { Description = "The directory to write." };
        var source = new Option<string>(
            "--source")
        {
            Description = "The address of the files, or of an .onnx file among them. By default, a pinned revision on Hugging Face.",
            DefaultValueFactory = _ => HuggingFace,
            HelpName = "URL"
        };
        var command = new Command("fetch",
            "Downloads distilbert-base-uncased-finetuned-sst-2-english; resumes an interrupted download, and verifies what it fetched " +
            "before.") { directory, source };
        command.SetAction(async (parsed, ct) =>
        {
            if (!InferenceOptions.IsAddress(parsed.GetValue(source)!, out var address))
                throw new CliException($"--source {parsed.GetValue(source)} is not an https address.");
            InferenceOptions.CheckModel("--source", parsed.GetValue(source)); // its password would be in model.lock.json, too
            var target = parsed.GetValue(directory)!;
            var files = await ShowAsync(console, fetch => fetch(address, target, ct));
            await console.Out.WriteLineAsync(
                $"{target}: {(files.Length == 0 ? Unchanged(target, address) : $"fetched {string.Join(", ", files)}")}");
        });
        return command;
    }

    // Any mirror may be named, but none is asked for files that are there.
    private static string Unchanged(string directory, Uri address)
    {
        var (fetched, named) = (ModelLock.Read(directory)?.Source, address.GetLeftPart(UriPartial.Path));
        return fetched == named ? "all files exist and are unchanged"
            : $"all files exist and are unchanged since they were fetched from {fetched}; {named} was not asked. "
            + "Use another directory for another model.";
    }

    private static Task<string[]> ShowAsync(CliConsole console,
        Func<Func<Uri, string, CancellationToken, Task<string[]>>, Task<string[]>> fetch) => console.Screen.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
        .StartAsync(async screen =>
        {
            using var http = RemoteFile.CreateClient();
            return await fetch(new ModelFetcher(new RemoteFile(http, new DownloadOptions()),
                file => new DownloadBar(screen.AddTask(file))).FetchAsync);
        });

    private sealed class DownloadBar(ProgressTask task) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            if (value.Total is { } total) task.MaxValue = total;
            task.Value = value.Bytes;
        }
    }
}
