using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Sentiment.Cli;

/// <summary>Where a command reads and writes. Results go to <paramref name="Out"/>, everything else to the error stream.</summary>
internal sealed record CliConsole(TextReader In, TextWriter Out, TextWriter Error)
{
    /// <summary>Tables and progress bars. They go to the error stream, so that results can be piped.</summary>
    public IAnsiConsole Screen { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });

    public static CliConsole OfProcess()
    {
        // The code page of the machine must not affect input or output, because JSON Lines are UTF-8.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new(
            new StreamReader(Console.OpenStandardInput(), utf8),
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = !Console.IsOutputRedirected },
            Console.Error);
    }
}

/// <summary>Shows that a long operation is running.</summary>
internal static class Progress
{
    /// <summary>Runs work on another thread, with a spinner on the error stream.</summary>
    public static Task<T> ShowAsync<T>(CliConsole console, string what, Func<T> work) =>
        console.Screen.Status().StartAsync(what, _ => Task.Run(work));

    public static Task ShowAsync(CliConsole console, string what, Action work) => ShowAsync(console, what, () =>
    {
        work();
        return true;
    });
}

/// <summary>The JSON settings of the commands: readable text for a terminal or a file, never for a web page.</summary>
internal static class CliJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };
}
