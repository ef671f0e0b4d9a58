using System.Globalization;
using Spectre.Console;

namespace FunctionsHost.Output;

/// <summary>The console output: one line per event, with time, level and source. Thread-safe.</summary>
internal sealed class Terminal
{
    private readonly Lock gate = new();
    private readonly IAnsiConsole console;

    /// <param name="output">Where to write.</param>
    /// <param name="isRedirected">It is not a screen: lines must not be wrapped, because a program reads them.</param>
    public Terminal(TextWriter output, bool isRedirected)
    {
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (isRedirected)
            console.Profile.Width = 100_000;
    }

    public static Terminal OnOutput() => new(Console.Out, Console.IsOutputRedirected);

    /// <summary>Writes to stderr, so that stdout is only for what programs read.</summary>
    public static Terminal OnError() => new(Console.Error, Console.IsErrorRedirected);

    /// <summary>An error without the details that the clients for Azure add below its first line.</summary>
    public static string FirstLine(Exception exception) => exception.Message.Split('\n', 2)[0].TrimEnd();

    public void Info(string source, string text) => Write(LogLevel.Information, source, text);

    public void Warn(string source, string text) => Write(LogLevel.Warning, source, text);

    public void Error(string source, string text) => Write(LogLevel.Error, source, text);

    public void Write(LogLevel level, string source, string text)
    {
        var (name, style) = level switch
        {
            LogLevel.Warning => ("warn", "yellow"),
            LogLevel.Error or LogLevel.Critical => ("fail", "red"),
            LogLevel.Information => ("info", "default"),
            _ => ("dbug", "grey"),
        };
        var time = DateTime.Now.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        Show(new Markup($"[grey]{time}[/] [{style}]{name}[/] [blue]{Markup.Escape(source)}[/] [{style}]{Markup.Escape(text)}[/]\n"));
    }

    public void Show(Spectre.Console.Rendering.IRenderable what)
    {
        lock (gate)
            console.Write(what);
    }
}
