using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace Sentiment.Cli;

/// <summary>Where a command reads and writes. Results go to <paramref name="Out"/>, everything else to the error stream.</summary>
internal sealed record CliConsole(TextReader In, TextWriter Out, TextWriter Error)
{
    private const int BrokenPipe = 32; // EPIPE, on Linux as on macOS

    /// <summary>
    /// The results of a command that has no others and need not go on when nobody reads them. Writing then fails, unlike to
    /// <see cref="Out"/>, which takes everything.
    /// </summary>
    public TextWriter Lines { get; init; } = Out;

    /// <summary>Tables and progress bars. They go to the error stream, so that results can be piped.</summary>
    public IAnsiConsole Screen { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });

    public static CliConsole OfProcess()
    {
        // The code page of the machine must not affect input or output, because JSON Lines are UTF-8.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = !Console.IsOutputRedirected };
        return new(new StreamReader(Console.OpenStandardInput(), utf8), output, Console.Error)
        {
            Lines = OpenPipe() is { } pipe ? new StreamWriter(pipe, utf8) : output,
        };
    }

    /// <summary>Whether the output failed because nobody reads it any more, as after <c>| head -3</c>.</summary>
    public static bool IsUnread(IOException exception) => exception.HResult == BrokenPipe;

    /// <summary>Writes what is buffered.</summary>
    public async Task FlushAsync()
    {
        await Out.FlushAsync();
        await Lines.FlushAsync();
    }

    /// <summary>
    /// Standard output, if it is a pipe: System.Console hides that nobody reads it. Null for anything else, and on Windows, where handle 1
    /// is something else.
    /// </summary>
    private static FileStream? OpenPipe()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return null;
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // In a file, a FileStream writes at its own position, over what other programs with the same output have written.
        return stream.CanSeek ? null : stream;
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
