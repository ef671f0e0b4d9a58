using System.Runtime.CompilerServices;
using Sentiment.Inference;

namespace SentimentFunctions.Tests.Support;

internal static class SharedTestModel
{
    /// <summary>Runs before any test, because the shared engine can be configured only once.</summary>
    [ModuleInitializer]
    public static void Choose() => SharedEngine.Configure(new() { Model = TestModel.Name });
}
