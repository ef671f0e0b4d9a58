namespace TestSupport;

/// <summary>
/// The model for tests that do not depend on the model: the smaller embedded one, so that many texts take little time.
/// </summary>
internal static class TestModel
{
    /// <summary>Its name.</summary>
    public const string Name = "sentiment-tiny";

    /// <summary>Its directory next to the test assembly.</summary>
    public static string Directory => Path.Combine(AppContext.BaseDirectory, "models", Name);
}
