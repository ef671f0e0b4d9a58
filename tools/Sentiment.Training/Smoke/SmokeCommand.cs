using System.CommandLine;
using TorchSharp;

namespace Sentiment.Training.Smoke;

/// <summary>A complete training run on generated texts, which takes about a minute. These are the tests of this project.</summary>
internal static class SmokeCommand
{
    public static Command Create()
    {
        var command = new Command("smoke",
            "Runs the complete recipe on a few generated texts in a temporary directory and checks every step.");
        command.SetAction(_ =>
        {
            torch.set_num_threads(1);
            var failed = SmokeTest.Run();
            Console.WriteLine(failed == 0 ? "All checks passed." : $"{failed} checks failed.");
            return failed == 0 ? 0 : 1;
        });
        return command;
    }
}
