using Microsoft.Extensions.DependencyInjection;

namespace Sentiment.Inference;

/// <summary>Adds the engine to an application's services.</summary>
public static class SentimentServices
{
    /// <summary>
    /// Adds one shared <see cref="SentimentEngine"/>. It is loaded on the first request, which waits for the model, including a download;
    /// request it at start-up if the first caller must not wait. Dispose the services with <c>DisposeAsync</c>, as hosts do.
    /// </summary>
    /// <param name="services">Receives the engine.</param>
    /// <param name="options">The options; null for the embedded model.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static IServiceCollection AddSentimentEngine(this IServiceCollection services, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        options?.Validate();
        return services.AddSingleton(_ => Task.Run(() => SentimentEngine.LoadAsync(options)).GetAwaiter().GetResult());
    }
}
