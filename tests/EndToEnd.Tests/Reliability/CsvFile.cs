using System.Globalization;

namespace EndToEnd.Tests.Reliability;

/// <summary>A generated CSV file of any size. Its content is always the same.</summary>
internal sealed class CsvFile : IDisposable
{
    private static readonly string[] Things = ["coffee", "waiter", "room", "delivery", "book", "phone", "film, overall", "shop"];
    private static readonly string[] Verdicts = ["great", "terrible", "fine", "slow", "useless", "better"];

    /// <param name="rows">Rows below the header.</param>
    /// <param name="noteCharacters">The length of the column that is only copied to the output.</param>
    /// <param name="noteEnd">What it ends in.</param>
    public CsvFile(int rows, int noteCharacters, string noteEnd = "")
    {
        var note = new string('n', noteCharacters) + noteEnd;
        using var file = new StreamWriter(Path);
        file.Write("id,text,note\n");
        for (var i = 0; i < rows; i++)
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{i},{Text(i)},{note}\n"));
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);

    // Short, so that the file and not the model takes the time.
    private static string Text(int i) => i % 1000 == 7 ? "" : $"\"{Verdicts[i / 3 % Verdicts.Length]} {Things[i % Things.Length]}\"";
}
