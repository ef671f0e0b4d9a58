using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SentimentFunctions.Http;

namespace SentimentFunctions.Tests.Http;

public sealed class KeysTests
{
    /// <summary>The demo page is off by default and contains no data. The function that it calls requires the key.</summary>
    private static readonly string[] Open = ["DemoAsset", "DemoPage", "Health"];

    [Fact]
    public void Every_HTTP_function_except_health_and_the_demo_page_requires_a_key()
    {
        var functions = typeof(ScoreHttp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, Trigger: method.GetParameters()
                .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).SingleOrDefault(trigger => trigger is not null)))
            .Where(function => function.Trigger is not null).ToLookup(function => function.Trigger!.AuthLevel, function => function.Name!);

        Assert.Equal(Open, functions[AuthorizationLevel.Anonymous].Order());
        Assert.Equal(["CancelFile", "GetFile", "OpenApi", "Ready", "ScoreHttp"], functions[AuthorizationLevel.Function].Order());
        Assert.Equal(2, functions.Count);
    }
}
