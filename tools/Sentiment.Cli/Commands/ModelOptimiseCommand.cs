using System.CommandLine;
using System.Globalization;
using Sentiment.Models;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment model optimise</c>: makes a faster CPU model, and compares it with its source before it is kept.</summary>
internal static class ModelOptimiseCommand
{
    public static Command Create(CliConsole console)
    {
        var source = new Argument<string>("source") { Description = "A model directory with the fp32 model as Hugging Face exports it." };
        var target = new Argument<string>("target") { Description = "The directory to write." };
        var int8 = new Option<bool>(
            "--int8")
        {
            Description =
                "Compute linear layers in int8 with a scale per token: 2 to 3 times as fast, a quarter of the size, and slightly " +
                "different logits. Without this option, the exact fp32 variant is written."
        };
        var texts = new Option<FileInfo?>(
            "--texts")
        { Description = "Texts to compare the two models on, one per line. By default, generated reviews are used." };
        var difference = new Option<float?>(
            "--max-difference")
        {
            Description = "Refuse the model if a logit changes by more than this (default 1e-4; for int8, 1).",
            CustomParser = given => (float)DecimalOption.Read(given, value => value >= 0, "0 or more, such as 0.001")
        };
        var flips = new Option<double?>(
            "--max-flips")
        {
            Description = "Refuse the model if a larger share of labels changes, 0 to 1 (default 0; for int8, 0.02).",
            CustomParser = given => DecimalOption.Read(given, value => value is >= 0 and <= 1, "from 0 to 1, such as 0.02")
        };
        var command = new Command("optimise",
            "Writes a faster CPU model, unless it differs too much from its source.") { source, target, int8,
            texts, difference, flips };
        command.Aliases.Add("optimize");
        command.SetAction(async (parsed, ct) =>
        {
            ILinearWriter linear = parsed.GetValue(int8) ? new Int8Writer() : new Fp32Writer();
            var usual = parsed.GetValue(int8) ? Bounds.Int8 : Bounds.Exact;
            var bounds = new Bounds(parsed.GetValue(difference) ?? usual.LargestDifference, parsed.GetValue(flips) ?? usual.FlippedShare);
            var found = await Progress.ShowAsync(console, "Writing and comparing",
                () => Optimise(parsed.GetValue(source)!, parsed.GetValue(target)!, linear, bounds, parsed.GetValue(texts), ct));
            await console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{parsed.GetValue(target)}: {linear.Variant}, {found.SpeedUp:F2} times as fast; on {found.Texts} texts the largest " +
                $"logit difference is {found.LargestDifference:g3}, {found.Flips} labels changed, and no text depends on its batch"));
        });
        return command;
    }

    private static Verification Optimise(string source, string target, ILinearWriter linear, Bounds bounds, FileInfo? file,
        CancellationToken cancellationToken)
    {
        string[] texts = file is null ? [.. ReviewTexts.Short(150), .. ReviewTexts.Mixed(100), .. ReviewTexts.Long(2)]
            : File.ReadAllLines(file.FullName);
        if (texts.Length == 0) throw new CliException($"{file} contains no texts to compare the models on.");
        return ModelOptimizer.Optimize(source, target, linear, bounds, texts, cancellationToken);
    }
}
