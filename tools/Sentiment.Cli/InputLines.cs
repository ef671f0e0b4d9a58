using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Sentiment.Cli;

/// <summary>Reads lines that may come slowly, such as those of <c>tail -f</c>.</summary>
internal static class InputLines
{
    /// <summary>
    /// All lines, in groups of those that are there at once. A group is not held back until the next line comes, which may never be.
    /// </summary>
    /// <param name="reader">Where the lines come from. It is read ahead, by one group at most.</param>
    /// <param name="most">The most lines of a group.</param>
    /// <param name="cancellationToken">Ends the waiting for lines, also if the reader itself cannot be stopped.</param>
    public static async IAsyncEnumerable<string[]> ReadAsync(
        TextReader reader, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = Channel.CreateBounded<string>(most);
        // A reader may wait for its next line on the thread that calls it.
        _ = Task.Run(FillAsync, CancellationToken.None);
        try
        {
            while (await lines.Reader.WaitToReadAsync(cancellationToken))
            {
                var ready = new List<string>();
                while (ready.Count < most && lines.Reader.TryRead(out var line)) ready.Add(line);
                yield return [.. ready];
            }
        }
        finally
        {
            // If nobody takes the rest, it is not read either.
            lines.Writer.TryComplete();
        }

        async Task FillAsync()
        {
            try
            {
                while (await reader.ReadLineAsync(cancellationToken) is { } line) await lines.Writer.WriteAsync(line, cancellationToken);
                lines.Writer.TryComplete();
            }
            catch (Exception exception)
            {
                lines.Writer.TryComplete(exception); // whoever waits for lines gets it
            }
        }
    }
}
