using System.Reflection;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.Tests.Support;

/// <summary>Recorded messages: the repository's own small set, and the large one beside the repository where it is there.</summary>
internal static class Fixture
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static StreamingMessage Read(string name) => Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name + ".json")));

    /// <summary>The folder of the large set; skips the test where there is none.</summary>
    public static string Recorded()
    {
        var folder = Metadata("Recorded");
        Assert.SkipUnless(Directory.Exists(folder), $"The recorded messages are not there: {folder}");
        return folder;
    }

    public static IEnumerable<(string Name, StreamingMessage Message)> RecordedMessages(string pattern) => Directory.GetFiles(Recorded(), pattern)
        .Order(StringComparer.Ordinal)
        .Select(file => (Path.GetFileNameWithoutExtension(file), Parse(File.ReadAllText(file))));

    public static StreamingMessage Parse(string json) => Parser.Parse<StreamingMessage>(json);

    public static string Metadata(string key) => typeof(Fixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
