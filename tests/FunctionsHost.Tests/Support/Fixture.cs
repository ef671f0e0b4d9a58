using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.Tests.Support;

/// <summary>
/// Expected messages: some written for a test, others recorded from the Functions host 4.1037 and Microsoft's worker 2.52.
/// </summary>
internal static class Fixture
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static StreamingMessage Read(string name) =>
        Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name + ".json")));

    /// <summary>The folder of the recorded messages.</summary>
    public static string Recorded => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Recorded");

    /// <summary>The recorded messages whose file names match, in the order of their names.</summary>
    public static IEnumerable<(string Name, StreamingMessage Message)> RecordedMessages(string pattern) =>
        Directory.GetFiles(Recorded, pattern)
        .Order(StringComparer.Ordinal)
        .Select(file => (Path.GetFileNameWithoutExtension(file), Parse(File.ReadAllText(file))));

    public static StreamingMessage Parse(string json) => Parser.Parse<StreamingMessage>(json);
}
