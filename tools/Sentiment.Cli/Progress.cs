using Spectre.Console;

namespace Sentiment.Cli;

/// <summary>Shows that something long is going on.</summary>
internal static class Progress
{
    /// <summary>Runs work off the calling thread, with a spinner on the error stream.</summary>
    public static Task<T> ShowAsync<T>(CliConsole console, string what, Func<T> work) =>
        console.Screen.Status().StartAsync(what, _ => Task.Run(work));

    public static Task ShowAsync(CliConsole console, string what, Action work) => ShowAsync(console, what, () =>
    {
        work();
        return true;
    });
}
