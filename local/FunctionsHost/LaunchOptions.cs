using System.Globalization;
using System.Reflection;

namespace FunctionsHost;

/// <summary>The options of the command line.</summary>
internal sealed record LaunchOptions
{
    public const string Usage = """
        Runs an Azure Functions isolated-worker app on this machine, as the Functions host does.

          dotnet run --project local/FunctionsHost [-- OPTIONS]

          --app DIR          the app's build output (default: SentimentFunctions, built with this host)
          --settings FILE    the settings file (default: local.settings.json, else local.settings.sample.json,
                             in the app's folder or the nearest folder above it)
          --port N           HTTP port (default: 7071, or a free one when that is taken)
          --broker-port N    port of the own Service Bus broker (default: 5672, or a free one)
          --latency MS       how long that broker waits before it answers, as one in a data centre would (default: 0)
          --workers N        worker processes side by side, as instances on Azure (default: 1)
          --once             send the samples, wait for their results, stop: exit code 0 when all came back
          --no-samples       start without sending the samples
          --json             one line of JSON on stdout when everything is up; the log goes to stderr
          --help             this text

        Environment variables win over the settings file.
        """;

    /// <summary>The folder of the app to run: it holds worker.config.json or one *.runtimeconfig.json.</summary>
    public string App { get; init; } = DefaultApp;

    public string? SettingsFile { get; init; }

    /// <summary>Null: 7071 when free, else any.</summary>
    public int? Port { get; init; }

    /// <summary>Null: 5672 when free, else any.</summary>
    public int? BrokerPort { get; init; }

    /// <summary>How long the broker waits before it answers.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How many worker processes there are.</summary>
    public int Workers { get; init; } = 1;

    public bool Once { get; init; }

    public bool Samples { get; init; } = true;

    public bool Json { get; init; }

    public bool Help { get; init; }

    private static string DefaultApp => typeof(LaunchOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == nameof(DefaultApp)).Value!;

    /// <exception cref="HostException">An option is unknown, lacks its value, or its value is no port.</exception>
    public static LaunchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LaunchOptions();
        for (var i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count
                ? args[i]
                : throw new HostException($"{args[i - 1]} needs a value. See --help.");
            options = args[i] switch
            {
                "--app" => options with { App = Path.GetFullPath(Value()) },
                "--settings" => options with { SettingsFile = Path.GetFullPath(Value()) },
                "--port" => options with { Port = PortOf("--port", Value()) },
                "--broker-port" => options with { BrokerPort = PortOf("--broker-port", Value()) },
                "--latency" => options with { Latency = LatencyOf(Value()) },
                "--workers" => options with { Workers = WorkersOf(Value()) },
                "--once" => options with { Once = true },
                "--no-samples" => options with { Samples = false },
                "--json" => options with { Json = true },
                "--help" or "-h" or "-?" => options with { Help = true },
                var unknown => throw new HostException($"'{unknown}' is not an option of this host. See --help."),
            };
        }

        return options is { Once: true, Samples: false }
            ? throw new HostException("--once waits for the samples, --no-samples sends none: give one of them.")
            : options;
    }

    private static TimeSpan LatencyOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= 500
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new HostException($"--latency {text}: a latency is a number of milliseconds from 0 to 500.");

    private static int WorkersOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers is >= 1 and <= 16
            ? workers
            : throw new HostException($"--workers {text}: there can be 1 to 16 workers.");

    private static int PortOf(string option, string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new HostException($"{option} {text}: a port is a number from 0 (any free one) to 65535.");
}
