using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
    Settings.RefuseLoops(builder.Configuration);
    Settings.Validate(host.Services);
    var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(SentimentFunctions));
    SharedEngine.Configure(
        host.Services.GetRequiredService<InferenceOptions>() with { ModelHeaders = ModelIdentity.Headers(builder.Configuration) },
        model =>
        {
            // Now, because the files may be replaced or removed while this process runs. In the background, because it takes time.
            _ = Task.Run(() => (model.Sha256, model.Bytes));
            if (!model.IsBatchInvariant)
            {
                logger.LogWarning(
                    "The model {Model} gives a text different logits in a batch than alone, as dynamic int8 exports do. Each text runs " +
                    "alone, which is slower. 'sentiment model optimise --int8' writes a model whose texts can run in batches.",
                    model.Name);
            }
        });
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"SentimentFunctions cannot start: {exception.Message}");
    return 1;
}

await host.StartAsync();
_ = LoadAheadAsync();
await host.WaitForShutdownAsync();
return 0;

// The model loads while the host indexes the functions, because a call usually follows the start of the app.
static async Task LoadAheadAsync()
{
    try
    {
        await Task.Run(() => SharedEngine.GetAsync().AsTask());
    }
    catch (ModelLoadException)
    {
        // The first call tries again, and reports the error.
    }
}
