using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Reflection;

namespace FunctionsHost;

/// <summary>The options of the command line.</summary>
/// <param name="App">The folder of the app to run: it contains worker.config.json or one *.runtimeconfig.json.</param>
/// <param name="SettingsFile">Null: the nearest one.</param>
/// <param name="Port">Null: 7071 when free, else any.</param>
/// <param name="BrokerPort">Null: 5672 when free, else any.</param>
/// <param name="Latency">How long the broker waits before it answers.</param>
/// <param name="Workers">How many worker processes there are.</param>
/// <param name="Once">Send the samples, wait for their results, stop.</param>
/// <param name="Samples">Whether samples are sent.</param>
/// <param name="Json">Whether stdout is for programs.</param>
internal sealed record LaunchOptions(
    string App, string? SettingsFile, int? Port, int? BrokerPort, TimeSpan Latency, int Workers, bool Once, bool Samples, bool Json)
{
    private static readonly Option<DirectoryInfo?> AppOption = new("--app")
    {
        Description = "The app's build output (default: SentimentFunctions, built with this host).",
        HelpName = "DIR",
    };

    private static readonly Option<FileInfo?> SettingsOption = new("--settings")
    {
        Description = "The settings file (default: local.settings.json, else local.settings.sample.json, "
            + "in the app's folder or the nearest folder above it).",
        HelpName = "FILE",
    };

    private static readonly Option<int?> PortOption = Number(
        "--port", 0, ushort.MaxValue, "HTTP port; 0 takes any free one (default: 7071, or a free one when that is taken).", "N");

    private static readonly Option<int?> BrokerPortOption = Number(
        "--broker-port", 0, ushort.MaxValue, "Port of the built-in Service Bus broker (default: 5672, or a free one).", "N");

    private static readonly Option<int?> LatencyOption = Number(
        "--latency", 0, 500, "How long that broker waits before it answers, to simulate a remote one (default: 0).", "MS");

    private static readonly Option<int?> WorkersOption = Number(
        "--workers", 1, 16, "Number of worker processes, like instances on Azure (default: 1).", "N");

    private static readonly Option<bool> OnceOption = new("--once")
    {
        Description = "Send the samples, wait for their results, and stop; exit code 0 if all results arrived.",
    };

    private static readonly Option<bool> NoSamplesOption = new("--no-samples") { Description = "Start without sending the samples." };

    private static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Write one line of JSON to stdout when everything is up; the log goes to stderr.",
    };

    /// <summary>Reads the command line and calls <paramref name="run"/> with it, or shows the help or the error.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> InvokeAsync(string[] args, Func<LaunchOptions, Task<int>> run, TextWriter error)
    {
        var root = new RootCommand(
            "Runs an Azure Functions isolated-worker app on this machine, as the Functions host does. "
            + "Environment variables override the settings file.")
        {
            AppOption, SettingsOption, PortOption, BrokerPortOption, LatencyOption, WorkersOption, OnceOption, NoSamplesOption, JsonOption,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(OnceOption) && result.GetValue(NoSamplesOption))
                result.AddError("--once waits for the samples, but --no-samples sends none: use only one of them.");
        });
        root.SetAction(parsed => run(From(parsed)));
        var parsed = root.Parse(args);
        var mistake = parsed.Action as ParseErrorAction;
        mistake?.ShowHelp = false;
        return parsed.InvokeAsync(new()
        {
            Output = mistake is null ? Console.Out : error,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // The host handles signals itself, and stops in its own order.
        });
    }

    private static LaunchOptions From(ParseResult parsed) => new(
        parsed.GetValue(AppOption)?.FullName ?? DefaultApp(),
        parsed.GetValue(SettingsOption)?.FullName,
        parsed.GetValue(PortOption),
        parsed.GetValue(BrokerPortOption),
        TimeSpan.FromMilliseconds(parsed.GetValue(LatencyOption) ?? 0),
        parsed.GetValue(WorkersOption) ?? 1,
        parsed.GetValue(OnceOption),
        Samples: !parsed.GetValue(NoSamplesOption),
        parsed.GetValue(JsonOption));

    private static string DefaultApp() => typeof(LaunchOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == nameof(DefaultApp)).Value!;

    private static Option<int?> Number(string name, int least, int most, string description, string unit) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            result.AddError($"{name} {text}: give a number from {least} to {most}.");
            return null;
        },
    };
}
