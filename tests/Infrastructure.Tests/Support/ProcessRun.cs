using System.Diagnostics;

namespace Infrastructure.Tests.Support;

/// <summary>The result of a finished process: its exit code and its output.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    // Variables that azd and the workflow set. Those of a developer's machine must not leak into the tests.
    private static readonly string[] Meaningful = ["AZURE_", "SENTIMENT_", "FUNCTION_APP_", "EVENT_TOPIC_", "REVIEW_"];

    public static async Task<ProcessRun> Of(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => Meaningful.Any(name.StartsWith)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProcessRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not exit within {Limit}.");
        }
    }
}
