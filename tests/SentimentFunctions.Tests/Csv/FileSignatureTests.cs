using System.Text;
using SentimentFunctions.Csv;

namespace SentimentFunctions.Tests.Csv;

public sealed class FileSignatureTests
{
    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "gzip")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4 }, "Excel")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 }, "Excel")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46 }, "PDF")]
    [InlineData(new byte[] { 1, 0, 2 }, "binary")]
    [InlineData(new byte[0], "empty")]
    public void A_file_that_is_no_csv_is_named(byte[] head, string kind) => Assert.Contains(kind, FileSignature.NotCsv(head));

    [Fact]
    public void Text_with_or_without_a_byte_order_mark_is_taken()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] head = [.. encoding.GetPreamble(), .. encoding.GetBytes("text\n")];

            Assert.Null(FileSignature.NotCsv(head));
            Assert.Equal(encoding.CodePage, FileSignature.EncodingOf(head).CodePage);
        }
    }
}
