using System.Reflection;
using FunctionsProtocol;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsWorker.Tests;

/// <summary>A composed worker that is not connected: messages are handed to it directly.</summary>
public sealed class WorkerFixture : IDisposable
{
    private readonly IHost host = FunctionsApplication.CreateBuilder([]).Build();

    internal InvocationHandler Invocations => host.Services.GetRequiredService<InvocationHandler>();

    internal FunctionIndex Index => host.Services.GetRequiredService<FunctionIndex>();

    internal static StreamingMessage Message(string path) => JsonParser.Default.Parse<StreamingMessage>(File.ReadAllText(path));

    internal static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    /// <summary>Recordings of a real host and worker, where they are at hand.</summary>
    internal static string Recording(string name)
    {
        var root = typeof(WorkerFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
        var folder = Path.Combine(root, "..", "shared", "protocol", "messages");
        Assert.SkipUnless(Directory.Exists(folder), "The recorded messages of a real host are not beside this repository; the fixtures of this project cover the same shapes.");
        return Path.Combine(folder, name);
    }

    /// <summary>Plays a recorded request, whose function has another id here, and gives the answer.</summary>
    internal Task<InvocationResponse> PlayAsync(string path, string function)
    {
        return PlayUntilAsync(path, function, TestContext.Current.CancellationToken);
    }

    /// <summary>The same, given up when the token says so.</summary>
    internal Task<InvocationResponse> PlayUntilAsync(string path, string function, CancellationToken cancellationToken)
    {
        var request = Message(path).InvocationRequest;
        request.FunctionId = Index.Functions.Single(candidate => candidate.Name == function).Id;
        return Invocations.InvokeAsync(request, cancellationToken);
    }

    public void Dispose() => host.Dispose();
}
