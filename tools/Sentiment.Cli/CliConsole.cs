using System.Text;
using Spectre.Console;

namespace Sentiment.Cli;

/// <summary>Where a command reads and writes. Results go to <paramref name="Out"/>, everything else to the error stream.</summary>
internal sealed record CliConsole(TextReader In, TextWriter Out, TextWriter Error)
{
    /// <summary>Tables and progress bars, on the error stream so that results can be piped.</summary>
    public IAnsiConsole Screen { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });

    public static CliConsole OfProcess()
    {
        // The machine's code page must not change what is read or written: JSON Lines are UTF-8.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new(
            new StreamReader(Console.OpenStandardInput(), utf8),
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = !Console.IsOutputRedirected },
            Console.Error);
    }
}
