using System.Reflection;
using Microsoft.Azure.Functions.Worker.Grpc;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Composes a worker process: services, configuration, logging.</summary>
public sealed class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    private readonly HostApplicationBuilder builder;

    internal FunctionsApplicationBuilder(string[] args)
    {
        // No defaults: their file watchers and console logger cost start-up time that is billed.
        builder = new(new HostApplicationBuilderSettings { Args = args, DisableDefaults = true });
        builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);

        Services.AddSingleton(new FunctionIndex(Assembly.GetEntryAssembly()!));
        Services.AddSingleton<Outbox>();
        Services.AddSingleton<Handshake>();
        Services.AddSingleton<ILoggerProvider, RpcLoggerProvider>();
        Services.AddSingleton<BlobClients>();
        Services.AddSingleton<InvocationHandler>();
        Services.AddHostedService<HostConnection>();
        Services.AddAzureClientsCore();
    }

    /// <summary>Settings of the app: environment variables, then the command line.</summary>
    public IConfigurationManager Configuration => builder.Configuration;

    /// <summary>The environment's name and the app's folder.</summary>
    public IHostEnvironment Environment => builder.Environment;

    /// <summary>Logging; what is logged goes to the host.</summary>
    public ILoggingBuilder Logging => builder.Logging;

    /// <summary>Metrics.</summary>
    public IMetricsBuilder Metrics => builder.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => builder.Services;

    IDictionary<object, object> IHostApplicationBuilder.Properties => ((IHostApplicationBuilder)builder).Properties;

    /// <summary>The composed worker; its <c>Run</c> connects to the host and serves until told to stop.</summary>
    public IHost Build() => builder.Build();

    void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure) =>
        builder.ConfigureContainer(factory, configure);
}
