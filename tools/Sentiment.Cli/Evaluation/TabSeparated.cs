namespace Sentiment.Cli.Evaluation;

/// <summary>GLUE's layout: a header line, tabs between columns, quotes mean nothing.</summary>
internal static class TabSeparated
{
    public static IEnumerable<Example> Read(TextReader reader, string path, Func<IReadOnlyList<string>, (int Text, int Label)> choose)
    {
        var header = reader.ReadLine()?.Split('\t')
            ?? throw new CliException($"{path} is empty; a header line and labelled texts are expected.");
        var (text, label) = choose(header);
        for (var line = 2; reader.ReadLine() is { } row; line++)
        {
            if (row.Length == 0) continue;
            var cells = row.Split('\t');
            if (cells.Length != header.Length)
                throw new CliException($"{path}, line {line} has {cells.Length} columns, the header {header.Length}. A tab within a text?");
            yield return new Example(line, cells[text], LabelledData.IsPositive(path, line, cells[label]));
        }
    }
}
