using Sentiment.Csv;

namespace SentimentFunctions.Tests.Csv;

public sealed class CsvDialectTests
{
    [Theory]
    [InlineData("id,text\n1,good\n", ',', 1)]
    [InlineData("id;Review\n1;good, but late\n", ';', 1)]
    [InlineData("Comment\tstars\ngood\t5\n", '\t', 0)]
    [InlineData("a|b|SENTENCE\n1|2|good\n", '|', 2)]
    [InlineData("id,\"review_text\"\r\n1,\"a, b\"\r\n", ',', 1)]
    public void A_known_column_name_reveals_the_delimiter_and_the_text_column(string sample, char delimiter, int column)
    {
        var layout = Found(sample);

        Assert.Equal((delimiter, column, true), (layout.OutputDelimiter, layout.TextColumn, layout.HasHeader));
    }

    [Theory]
    [InlineData("text\nGood, really good\nBad; very\n", true)]
    [InlineData("Really good\n\"Bad, very bad\"\n", false)]
    [InlineData("Just one line without an end", false)]
    public void In_a_file_of_one_column_punctuation_is_not_a_delimiter(string sample, bool hasHeader)
    {
        var layout = Found(sample);

        Assert.Equal(["text"], layout.Columns);
        Assert.Equal(hasHeader, layout.HasHeader);
        Assert.Equal(',', layout.OutputDelimiter);
    }

    [Fact]
    public void Metadata_names_the_column() =>
        Assert.Equal(1, Found("id,words\n1,good\n", ("textColumn", "Words")).TextColumn);

    [Theory]
    [InlineData("Post ID,Description,Likes,Comments,Shares\n1,good,12,3,0\n2,bad,7,,1\n3,fine,0,NULL,2\n", 1)]
    [InlineData("Comments,Description\n3,good\nNaN,bad\n,fine\n", 1)]
    [InlineData("Reviews,Description\n2024-01-02,good\n", 1)]
    [InlineData("Comments,Description\n3,good\nfine,bad\n", 0)]
    [InlineData("Comments,Description\nNaN,good\n,bad\n", 0)]
    [InlineData("Comments,Description\n", 0)]
    public void A_column_of_numbers_or_dates_does_not_hold_the_text(string sample, int column) =>
        Assert.Equal(column, Found(sample).TextColumn);

    [Fact]
    public void Metadata_may_name_a_column_of_numbers() =>
        Assert.Equal(0, Found("Comments,Description\n3,good\n", ("textColumn", "comments")).TextColumn);

    [Fact]
    public void Metadata_numbers_the_column_of_a_file_without_a_header()
    {
        var layout = Found("1;good;x\n2;bad;y\n", ("textColumn", "2"), ("header", "false"));

        Assert.Equal((1, false), (layout.TextColumn, layout.HasHeader));
        Assert.Equal(["column1", "column2", "column3"], layout.Columns);
    }

    [Theory]
    [InlineData("id,words\n1,good\n", null, "No column is known to hold the text")]
    [InlineData("id,words\n1,good\n", "review", "no column 'review'")]
    public void A_table_without_a_text_column_says_what_to_do(string sample, string? wanted, string reason)
    {
        var (layout, problem) = Find(sample, wanted is null ? [] : [("textColumn", wanted)]);

        Assert.Null(layout);
        Assert.Contains(reason, problem);
        Assert.Contains("textColumn", problem);
    }

    [Theory]
    [InlineData("\n\n")]
    [InlineData("")]
    public void A_file_without_rows_says_so(string sample) =>
        Assert.Contains("no rows", Find(sample).Problem);

    [Fact]
    public void Ten_thousand_columns_are_read()
    {
        var header = string.Join(',', Enumerable.Range(0, 9_999).Select(i => $"c{i}")) + ",text\n";

        Assert.Equal(9_999, Found(header).TextColumn);
    }

    private static CsvDialect Found(string sample, params (string, string)[] metadata)
    {
        var (layout, problem) = Find(sample, metadata);
        Assert.Null(problem);
        return layout!;
    }

    private static (CsvDialect? Layout, string? Problem) Find(string sample, params (string Name, string Value)[] metadata) =>
        CsvLayout.Find("a.csv", sample, true, CsvMetadata.Read(metadata.ToDictionary(entry => entry.Name, entry => entry.Value)).Metadata!);
}
