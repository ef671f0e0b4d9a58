using System.IO.Compression;
using Sentiment.Cli.Evaluation;

namespace Sentiment.Cli.Tests.Evaluation;

public class LabelledDataTests
{
    [Theory]
    [InlineData("a.tsv", "sentence\tlabel\nit 's \"good\" \t1\nbad\t0\n")]
    [InlineData("a.csv", "Label,Review\npositive,\"it 's \"\"good\"\" \"\nNEG,bad\n")]
    [InlineData("a.csv", "id;text;sentiment\n1;it 's \"good\" ;true\n2;bad;false\n")]
    [InlineData("a.jsonl", "{\"text\":\"it 's \\\"good\\\" \",\"label\":1}\n\n{\"label\":\"negative\",\"text\":\"bad\"}\n")]
    public void Formats_and_columns_are_detected(string name, string content)
    {
        var examples = Read(name, content);

        Assert.Equal([("it 's \"good\" ", true), ("bad", false)], examples.Select(e => (e.Text, e.Positive)));
    }

    [Fact]
    public void Columns_can_be_named()
    {
        var examples = Read("a.csv", "text,title,stars,liked\nx,good one,5,1\n", new DataOptions("title", "liked"));

        Assert.Equal([new Example(2, "good one", true)], examples);
    }

    [Fact]
    public void A_text_in_CSV_may_have_several_lines() =>
        Assert.Equal(["two\nlines", "b"], Read("a.csv", "text,label\n\"two\nlines\",1\nb,0\n").Select(e => e.Text));

    [Fact]
    public void Windows_1252_is_detected()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory.File("a.csv"), [.. "text,label\nThe caf"u8, 0xE9, .. " was great,1\n"u8]);

        Assert.Equal([new Example(2, "The caf\u00E9 was great", true)], LabelledData.Read(directory.File("a.csv"), new DataOptions()));
    }

    [Fact]
    public void Metadata_settles_what_a_file_leaves_open() =>
        Assert.Equal([new Example(2, "\"good", true)], Read("a.csv", "text,label\n\"good,1\n",
            new DataOptions(Metadata: new Dictionary<string, string> { ["quote"] = "none" })));

    [Fact]
    public void A_zipped_file_is_unpacked()
    {
        using var directory = new TemporaryDirectory();
        using (var writer = new StreamWriter(new GZipStream(File.Create(directory.File("a.tsv.gz")), CompressionLevel.Fastest)))
            writer.Write("sentence\tlabel\ngood\t1\n");

        Assert.Equal([new Example(2, "good", true)], LabelledData.Read(directory.File("a.tsv.gz"), new DataOptions()));
    }

    [Theory]
    [InlineData("a.tsv", "", "empty")]
    [InlineData("a.tsv", "sentence\tlabel\ngood\t1\nbad\t2\n", "line 3", "'2'")]
    [InlineData("a.tsv", "sentence\tlabel\ngood\tbetter\t1\n", "line 2", "3 fields")]
    [InlineData("a.tsv", "words\tlabel\ngood\t1\n", "'words'", "--metadata textColumn")]
    [InlineData("a.csv", "text,mark\ngood,1\n", "'mark'", "--label-column")]
    [InlineData("a.csv", "text,label\ngood\n", "line 2")]
    [InlineData("a.csv", "text,label\ngood,1\n\"bad,0\n", "ends inside a quotation", "line 3", "--metadata quote=none")]
    [InlineData("a.csv", "text,label\ngood,1\nN/A,0\n", "line 3", "N/A stands for no value")]
    [InlineData("a.jsonl", "{\"text\":\" \",\"label\":1}\n", "line 1", "empty")]
    [InlineData("a.csv", "text,label\ngood,maybe\n", "line 2", "maybe")]
    [InlineData("a.jsonl", "{\"text\":\"good\",\"label\":1}\nbad\n", "line 2")]
    [InlineData("a.jsonl", "{\"text\":null,\"label\":1}\n", "line 1", "null")]
    [InlineData("a.jsonl", "{\"text\":7,\"label\":1}\n", "line 1")]
    [InlineData("a.jsonl", "{\"text\":\"good\",\"label\":null}\n", "line 1", "label")]
    [InlineData("a.xlsx", "", ".xlsx", ".csv")]
    public void Unreadable_data_is_reported_with_its_position(string name, string content, params string[] named)
    {
        var error = Assert.Throws<CliException>(() => Read(name, content));

        Assert.All(named, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private static List<Example> Read(string name, string content, DataOptions? options = null)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File(name), content);
        return [.. LabelledData.Read(directory.File(name), options ?? new DataOptions())];
    }
}
