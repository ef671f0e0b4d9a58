using System.Text;
using Sentiment.Csv;

namespace SentimentFunctions.Tests.Csv;

public sealed class FileSignatureTests
{
    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "gzip")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4 }, "Excel")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 }, "Excel")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46 }, "PDF")]
    [InlineData(new byte[] { 0x4F, 0x52, 0x43, 0x11, 0, 0, 0x0A, 6, 0x12 }, "ORC")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31, 0x15, 4, 0x15, 0x10 }, "Parquet")]
    [InlineData(new byte[] { 0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0xD8 }, "bzip2")]
    [InlineData(new byte[0], "empty")]
    public void A_file_that_is_not_CSV_is_identified(byte[] head, string kind) => Assert.Contains(kind, FileSignature.NotCsv(head));

    [Theory]
    [InlineData("ORCID,comment\n")]
    [InlineData("ORC\n")]
    [InlineData("PAR1,text\n")]
    [InlineData("BZh\ttext\n")]
    public void Text_that_begins_with_the_letters_of_a_binary_format_is_accepted(string text) =>
        Assert.Null(FileSignature.NotCsv(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("{\"id\": 1}\n{\"id\": 2}\n", "JSON Lines")]
    [InlineData("[\n  {\"text\": \"good\"}\n]", "JSON")]
    [InlineData("<!doctype html><p>Sign in</p>", "HTML")]
    [InlineData("<?xml version=\"1.0\"?><Error/>", "XML")]
    [InlineData("<reviews>\n <review>good</review></reviews>", "XML")]
    [InlineData("{\\rtf1 good}", "RTF")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS")]
    [InlineData("| id | text |\n|----|------|\n| 1 | good |\n", "Markdown")]
    [InlineData("-- dump\nINSERT INTO reviews VALUES (1, 'good');", "SQL")]
    [InlineData("-- MySQL dump\r\n--\r\n\r\n/*!40101 SET NAMES utf8 */;\r\n\r\nDROP TABLE IF EXISTS a;", "SQL")]
    [InlineData("/* made\n * by hand */ create table a (b int);", "SQL")]
    [InlineData("-- dump\rINSERT INTO reviews VALUES (1, 'good');", "SQL")]
    [InlineData("% reviews\n%\n\n@RELATION reviews\n", "ARFF")]
    [InlineData("<a:reviews a:n=\"1\">\n <review>good</review></a:reviews>", "XML")]
    [InlineData("a\0b", "binary")]
    public void Text_that_is_not_CSV_is_identified(string text, string kind) => Assert.Contains(kind, FileSignature.NotCsv(text));

    [Theory]
    [InlineData("[Edited] Great app\n[5 stars] Good\n")]
    [InlineData("{sigh} it broke\n")]
    [InlineData("<3 this app\n")]
    [InlineData("<br />Great app\n")]
    [InlineData("-- I create table decor\n-- and drop table mats\n")]
    public void Reviews_that_begin_with_a_bracket_are_text(string text) => Assert.Null(FileSignature.NotCsv(text));

    [Theory]
    [InlineData("-- Great phone -- love it\n", 200)]
    [InlineData("-- Great phone --\r\n  \r\n", 200)]
    [InlineData("/* Great */ /* phone */\n", 200)]
    [InlineData("% good % value\n", 200)]
    [InlineData("<a", 1)]
    public async Task Text_that_looks_like_the_beginning_of_another_format_is_recognized_at_once(string line, int lines)
    {
        var text = string.Concat(Enumerable.Repeat(line, lines)) + new string('a', 200_000);
        var stop = TestContext.Current.CancellationToken;

        // Far more than it takes, far less than a number of steps that grows exponentially.
        Assert.Null(await Task.Run(() => FileSignature.NotCsv(text), stop).WaitAsync(TimeSpan.FromMinutes(2), stop));
    }

    [Fact]
    public void Text_with_or_without_a_byte_order_mark_is_accepted()
    {
        Encoding[] encodings = [new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        foreach (var encoding in encodings)
        {
            byte[] head = [.. encoding.GetPreamble(), .. encoding.GetBytes("text\n")];

            Assert.Null(FileSignature.NotCsv(head));
            Assert.Equal(encoding.Preamble.Length == 0 ? null : encoding.CodePage, CsvEncodings.Marked(head)?.Encoding.CodePage);
        }
    }
}
