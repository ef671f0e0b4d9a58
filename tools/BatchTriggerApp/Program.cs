using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Sentiment.Inference;

var builder = FunctionsApplication.CreateBuilder(args);
// Compared with the app, it has to score with the same settings, such as the model.
SharedEngine.Configure(builder.Configuration.GetSection("Sentiment").Get<InferenceOptions>() ?? new());
builder.Build().Run();
