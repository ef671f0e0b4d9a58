using System.Runtime.CompilerServices;
using Sentiment.Inference;

namespace SentimentFunctions.Tests.Support;

internal static class SharedTestModel
{
    /// <summary>Before any test, because the shared engine takes its options once.</summary>
    [ModuleInitializer]
    public static void Choose() => SharedEngine.Configure(new() { Model = TestModel.Name });
}
