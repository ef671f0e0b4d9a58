using System.Text;

namespace SentimentFunctions.Tests.Csv.Cases;

/// <summary>The files of the table with a few bytes changed, as in broken exports and truncated uploads.</summary>
public static class CsvMutations
{
    private static readonly byte[][] Pieces =
    [
        .. "\" \"\" , ; | # : < { ^ id,text text NaN 2024-01-01 12.5 sep=; é 😀".Split(' ').Select(Encoding.UTF8.GetBytes),
        "\r"u8.ToArray(), "\n"u8.ToArray(), "\r\n"u8.ToArray(), "\t"u8.ToArray(), " "u8.ToArray(),
        [0], [0x1A], [0x80], [0xC3], [0xE9], [0xFF], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF],
    ];

    /// <summary>The files are always the same for the same count.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(int count)
    {
        var random = new Random(count);
        CsvCase[] cases = [.. CsvCase.All.Values];
        for (var i = 0; i < count; i++)
        {
            var file = cases[i % cases.Length];
            List<byte> bytes = [.. file.Bytes];
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                Change(bytes, random, cases);
            yield return (file.Name, [.. bytes]);
        }
    }

    private static void Change(List<byte> bytes, Random random, CsvCase[] cases)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(5))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 2 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3 when random.Next(4) == 0:
                var other = cases[random.Next(cases.Length)].Bytes;
                bytes.InsertRange(at, other[random.Next(other.Length)..]);
                break;
            default:
                bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }
}
