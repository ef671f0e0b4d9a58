using System.Text;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

/// <summary>More files of every kind in docs/csv.md.</summary>
public sealed class CsvKindTests
{
    [Theory]
    [InlineData("sep=^\nid^text\n1^good, really\n", 1, 0, 1)]
    [InlineData("\"sep=,\"\r\nid,text\r\n1,good\r\n", 1, 0, 1)]
    [InlineData("\n\nid,text\n\n1,good\n\n\n2,bad\n\n", 2, 0, 6)]
    [InlineData("# made by hand\n# twice\n\nText\nGood, really\nBad\n", 2, 0, 3)]
    [InlineData("Export,,\nJanuary 2024,,\nid,Review Text,stars\n1,good,5\n2,bad,1\n", 2, 0, 2)]
    [InlineData("Reviews\n\nid;text\n1;good\n2;bad\n", 2, 0, 2)]
    [InlineData("id,text\n1,good\n# not a comment here\n", 2, 1, 0)]
    public async Task Lines_that_are_not_rows_are_skipped_and_counted(string file, int rows, int failed, int skipped)
    {
        var scored = await ScoreAsync("a.csv", file);

        Assert.Null(scored.Problem);
        Assert.Equal((rows, failed, skipped), (scored["rows"], scored["failed"], scored["skippedLines"]));
    }

    [Theory]
    [InlineData("a.csv", "good, really good\nbad\n", "delimiter=none")]
    [InlineData("a.csv", "1,good,5\n2,bad,1\n", "textColumn")]
    [InlineData("a.csv", "id~text\n1~good\n2~bad\n", "~")]
    [InlineData("a.csv", "1::good::5\n2::bad::1\n", "::")]
    [InlineData("a.csv", "id:text\n1:good\n", "delimiter")]
    [InlineData("a.csv", "id    text\n1     good\n", "delimiter")]
    [InlineData("a.csv", "id\u0002text\n1\u0002good\n", "\\u0002")]
    [InlineData("a.csv", "id,message\n1,fine, I guess\n2,good, I think\n", "textColumn")]
    [InlineData("a.csv", "id,Positive_Review,Negative_Review\n1,good,bad\n", "'Positive_Review', 'Negative_Review'")]
    [InlineData("a.txt", "Loved this place\t1\nNot good\t0\n", "textColumn")]
    [InlineData("a.csv", "id,review_id,review_date,Review Title,reviewerName\n1,2,3,4,5\n", "textColumn")]
    [InlineData("a.csv", "Great product, love the text\nBad, awful content here\n", "delimiter=none")]
    [InlineData("a.csv", "App,Category,Rating,Reviews,Size\nMaps,Travel,4.1,159,19M\nChess,Game,3.9,967,14M\n", "textColumn")]
    [InlineData("a.csv", "\"review\",\"stars\"\n\"1\",\"Great product\",5", "col.names=NA")]
    [InlineData("a.csv", "\"stars\",\"review\"\n\"1\",5,\"good\"\n\"2\",1,\"bad\"\n", "col.names=NA")]
    [InlineData("a.csv", "\"review\"\n\"1\",\"Great\nproduct\"\n", "col.names=NA")]
    [InlineData("a.csv", "text,note\n0,good,\n1,bad,\n", "col.names=NA")]
    [InlineData("a.txt", "\"stars\"\t\"review\"\n\"1\"\t5\t\"good\"\n\"2\"\t1\t\"bad\"\n", "col.names=NA")]
    public async Task A_table_that_is_not_understood_is_refused_with_the_remedy(string name, string file, string remedy)
    {
        var scored = await ScoreAsync(name, file);

        Assert.Null(scored.Output);
        Assert.Contains(remedy, scored.Problem);
    }

    [Theory]
    [InlineData("a.txt", "Good, really good\nBad; very, very\n", 2)]
    [InlineData("a.txt", "id\ttext\n1\tgood\n", 1)]
    [InlineData("a.csv", "Great content\nBad\n", 2)]
    [InlineData("a.csv", "Customer Feedback\nGreat\nBad\n", 2)]
    [InlineData("a.csv", "Your review\n\"Great, really\"\n", 1)]
    [InlineData("a.csv", "id,te\u200Bxt\n1,good\n", 1)]
    [InlineData("a.csv", "\u00EF,content,Translated Review,Reviews Text\nx,image,y,good\n", 1)]
    [InlineData("a.csv", "ORCID,comment\n0000-0002-1825-0097,good\n", 1)]
    [InlineData("a.csv", "5,Great review\n4,Bad text\n", null)]
    public async Task A_file_of_one_column_and_a_known_name_are_read(string name, string file, int? rows)
    {
        var scored = await ScoreAsync(name, file);

        Assert.Equal(rows, scored.Problem is null ? scored["rows"] : null);
    }

    [Theory]
    [InlineData("1,a,good\n2,b,bad\n", "textColumn=3", 2, 0)]
    [InlineData("good|1\nbad|0\n", "textColumn=1", 2, 0)]
    [InlineData("id,words\n1,good\n2,bad,5\n3,fine\n", "TEXTCOLUMN=Words", 3, 1)]
    [InlineData("id^words\n1^good\n", "textColumn=words delimiter=^", 1, 0)]
    [InlineData("id\u0001words\n1\u0001good\n", "textColumn=2 delimiter=\\u0001", 1, 0)]
    [InlineData("id words\n1 'good app'\n", "textColumn=2 delimiter=space quote=' header=YES", 1, 0)]
    [InlineData("Good, really\n\"Bad\n", "delimiter=none quote=none", 2, 0)]
    [InlineData("id\ttext\n1\t\"Great movie\n2\tBad movie\n", "quote=none", 2, 0)]
    [InlineData("text\nGood, really\nBad\n", "delimiter=comma", 2, 1)]
    [InlineData("words\ngood\n", "header=1", 1, 0)]
    [InlineData("text\ngood\n", "header=0", 2, 0)]
    [InlineData("id,text\n1,good\n", "author=somebody source=crm", 1, 0)]
    [InlineData("id,text\n1,good\n", "collection=a collectedBy=b color=c texture=d sepal=e headerImage=f quotation=g", 1, 0)]
    [InlineData("id,text\n1,good\n", "reader=a quota=b coding=c columns=d", 1, 0)]
    public async Task Metadata_is_obeyed(string file, string metadata, int rows, int failed)
    {
        var scored = await ScoreAsync("a.csv", file, metadata);

        Assert.Null(scored.Problem);
        Assert.Equal((rows, failed), (scored["rows"], scored["failed"]));
    }

    [Theory]
    [InlineData("header=perhaps", "header")]
    [InlineData("delimiter=<>", "delimiter")]
    [InlineData("delimiter=", "delimiter")]
    [InlineData("quote=both", "quote")]
    [InlineData("encoding=utf-7", "encoding")]
    [InlineData("encoding=klingon", "encoding")]
    [InlineData("textColumn=0", "textColumn")]
    [InlineData("textColumn=3", "textColumn")]
    [InlineData("textColumn=words", "words")]
    [InlineData("textColumn=text header=false", "textColumn")]
    [InlineData("separator=;", "separator")]
    [InlineData("text_col=2", "text_col")]
    [InlineData("Column=2", "Column")]
    [InlineData("textColum=2", "textColum")]
    [InlineData("textColumns=2", "textColumns")]
    [InlineData("delimeter=;", "delimeter")]
    [InlineData("encodign=utf-8", "encodign")]
    [InlineData("has-header=true", "has-header")]
    [InlineData("textColumn=1 text_column=2", "text_column")]
    [InlineData("delimiter=; quote=;", "quote")]
    [InlineData("delimiter=;", "delimiter")]
    public async Task Metadata_that_cannot_be_obeyed_is_named_in_the_error(string metadata, string named)
    {
        var scored = await ScoreAsync("a.csv", "id,text\n1,good\n", metadata);

        Assert.Null(scored.Output);
        Assert.Contains(named, scored.Problem);
    }

    [Theory]
    [InlineData("id,text\n1,good\n2,\"bad\n3,fine\n", "line 3")]
    [InlineData("id,text\n1,\"good\n2,bad\n3,\"fine\"\n", "line 2")]
    [InlineData("text\n\n\"", "line 3")]
    [InlineData("\"id,text\n1,good\n", "line 1")]
    [InlineData("101,\"It's great,5\n102,Bad,1\n", "line 1")]
    [InlineData("101,\"It's great,5\n102,Bad,1\n", "line 1", "textColumn=1")]
    [InlineData("101;\"It's great;5\n102;Bad;1\n", "line 1", "delimiter=;")]
    [InlineData("sep=;\n101;\"It's great;5\n102;Bad;1\n", "line 2")]
    public async Task An_unclosed_quote_is_reported_with_its_line(string file, string line, string metadata = "")
    {
        var scored = await ScoreAsync("a.csv", file, metadata);

        Assert.Contains(line, scored.Problem);
        Assert.Contains("quote=none", scored.Problem);
        Assert.Null(scored.Output);
    }

    private static Task<ScoredCsv> ScoreAsync(string name, string file, string metadata = "") =>
        ScoredCsv.OfAsync(name, Encoding.UTF8.GetBytes(file), metadata.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('=', 2)).ToDictionary(entry => entry[0], entry => entry[1]));
}
