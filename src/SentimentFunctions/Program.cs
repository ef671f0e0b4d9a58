using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sentiment.Inference;
using SentimentFunctions;

var builder = FunctionsApplication.CreateBuilder(args);
var settings = builder.Configuration.GetSection(ScoringOptions.Section);
builder.Services
    .AddSettings<InferenceOptions>(settings, options => options.Validate())
    .AddSettings<ScoringOptions>(settings, options => options.Validate());
TelemetryExport.Add(builder.Services, builder.Configuration);
using var host = builder.Build();
try
{
    Settings.RefuseUnknown(settings, typeof(InferenceOptions), typeof(ScoringOptions));
    Settings.Validate(host.Services);
    SharedEngine.Configure(
        host.Services.GetRequiredService<InferenceOptions>() with { ModelHeaders = ModelIdentity.Headers(builder.Configuration) });
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"SentimentFunctions cannot start: {exception.Message}");
    return 1;
}

host.Run();
return 0;
