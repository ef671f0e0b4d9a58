namespace TestSupport;

/// <summary>
/// The model of tests that are about something else: the smaller of the embedded ones, so that many texts take little time.
/// </summary>
internal static class TestModel
{
    /// <summary>Its name.</summary>
    public const string Name = "sentiment-tiny";

    /// <summary>Its directory beside the tests.</summary>
    public static string Directory => Path.Combine(AppContext.BaseDirectory, "models", Name);
}
