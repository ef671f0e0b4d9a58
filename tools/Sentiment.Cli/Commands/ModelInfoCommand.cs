using System.CommandLine;
using Sentiment.Models;

namespace Sentiment.Cli.Commands;

/// <summary><c>sentiment model info</c>: the contents of a model directory.</summary>
internal static class ModelInfoCommand
{
    public static Command Create(CliConsole console)
    {
        var directory = new Argument<string?>("dir")
        {
            Description = "A model directory. The default is the embedded model.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var command = new Command("info",
            "Shows a model's inputs, outputs, parameters, size, precision, and operators before and after graph optimisation.") {
            directory };
        command.SetAction(parsed =>
        {
            using var model = SharedOptions.Load(parsed.GetValue(directory));
            var summary = ModelSummary.Read(model.Info);
            Add("Directory", model.Info.Directory);
            Add("Labels", string.Join(", ", model.Info.Labels));
            Add("Longest input", $"{model.Info.MaxTokens} tokens");
            Add("In a batch", model.Info.IsBatchInvariant ? "the same logits as alone"
                : "different logits than alone, so each text runs alone");
            Add("Vocabulary", $"{model.Tokenizer.VocabularySize:N0} tokens");
            Add("Inputs", summary.Inputs);
            Add("Outputs", summary.Outputs);
            Add("Parameters", $"{summary.Parameters:N0}");
            Add("Precision", summary.Precision);
            Add("Variant", summary.Variant);
            Add("File", $"{summary.Bytes / 1e6:N1} MB, opset {summary.Opset}");
            Add("SHA-256", model.Info.Sha256);
            Add("Operators in the file", Describe(summary.Operators));
            Add("Operators as run", Describe(summary.OptimizedOperators));

            // Lines are never folded, so that a script finds each value in one line.
            void Add(string name, params string[] values)
            {
                foreach (var (i, value) in values.Index()) console.Out.WriteLine($"{(i == 0 ? name : ""),-21}  {value}");
            }
        });
        return command;
    }

    private static string Describe(IReadOnlyDictionary<string, int> operators)
    {
        var sorted = operators.OrderByDescending(op => op.Value).ThenBy(op => op.Key, StringComparer.Ordinal);
        return $"{operators.Values.Sum()}: {string.Join(", ", sorted.Select(op => $"{op.Key} {op.Value}"))}";
    }
}
