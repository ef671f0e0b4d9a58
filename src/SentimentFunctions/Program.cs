using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sentiment.Inference;
using SentimentFunctions;

var builder = FunctionsApplication.CreateBuilder(args);
try
{
    var settings = builder.Configuration.GetSection(ScoringOptions.Section);
    var inference = Settings.Read<InferenceOptions>(settings, options => options.Validate());
    SharedEngine.Configure(inference with { ModelHeaders = ModelIdentity.Headers(builder.Configuration) });
    builder.Services.AddSingleton(Settings.Read<ScoringOptions>(settings, options => options.Validate()));
    Settings.RefuseUnknown(settings, typeof(InferenceOptions), typeof(ScoringOptions));
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"SentimentFunctions cannot start: {exception.Message}");
    return 1;
}

TelemetryExport.Add(builder.Services, builder.Configuration);
builder.Build().Run();
return 0;
