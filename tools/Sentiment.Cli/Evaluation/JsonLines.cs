using System.Text;
using System.Text.Json;
using Sentiment.Csv;

namespace Sentiment.Cli.Evaluation;

/// <summary>One JSON object a line; its properties are the columns.</summary>
internal static class JsonLines
{
    public static IEnumerable<Example> Read(Stream file, string path, Func<IReadOnlyList<string>, (int Text, int Label)> choose)
    {
        using var reader = new StreamReader(file, CsvEncodings.Marking(Encoding.UTF8));
        for (var line = 1; reader.ReadLine() is { } row; line++)
            if (!string.IsNullOrWhiteSpace(row))
                yield return Parse(row, line, path, choose);
    }

    private static Example Parse(string row, int line, string path, Func<IReadOnlyList<string>, (int Text, int Label)> choose)
    {
        try
        {
            using var json = JsonDocument.Parse(row);
            var properties = json.RootElement.EnumerateObject().ToArray();
            var (text, label) = choose([.. properties.Select(p => p.Name)]);
            var value = properties[text].Value.GetString()
                ?? throw new CliException($"{path}, line {line}: '{properties[text].Name}' is null, but must be a text.");
            if (string.IsNullOrWhiteSpace(value) || value.Contains(CsvEncodings.Damage))
            {
                throw new CliException($"{path}, line {line}: '{properties[text].Name}' "
                    + (value.Contains(CsvEncodings.Damage) ? "holds bytes that are not UTF-8." : "is empty."));
            }

            return new Example(line, value, LabelledData.IsPositive(path, line, properties[label].Value.ToString()));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CliException($"{path}, line {line} is no JSON object with a text and a label: {exception.Message}");
        }
    }
}
