using System.Net;
using System.Net.Sockets;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace FunctionsHost.Http;

/// <summary>Serves the HTTP-triggered functions on a loopback port.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>The Functions host's own limit; a longer body gets a 500, and the connection is closed.</summary>
    public const long MaxBody = 104_857_600;

    private const int UsualPort = 7071;

    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication server;

    private HttpServer(WebApplication server) => this.server = server;

    /// <summary>Scheme, address and port, without a slash at the end.</summary>
    public string Url => server.Urls.First();

    /// <summary>
    /// Listens; a null <paramref name="port"/> means <paramref name="usualPort"/>, or any free one when that cannot be used.
    /// </summary>
    public static async Task<HttpServer> StartAsync(
        IReadOnlyList<Function> functions, HttpOptions options, FunctionInvoker invoker, int? port, Terminal terminal,
        int usualPort = UsualPort)
    {
        try
        {
            return await ListenAsync(functions, options, invoker, port ?? usualPort);
        }
        catch (Exception exception) when (port is null && IsAboutPort(exception))
        {
            var server = await ListenAsync(functions, options, invoker, 0);
            terminal.Warn("host",
                $"Port {usualPort} cannot be used ({exception.GetBaseException().Message}), so HTTP is at {server.Url}. "
                + "Call that address, or free the port first.");
            return server;
        }
        catch (Exception exception) when (IsAboutPort(exception))
        {
            throw new HostException(
                $"Port {port} cannot be used ({exception.GetBaseException().Message}). Choose another one with --port, or omit --port to "
                + "use a free one.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await server.StopAsync(soon.Token);
        await server.DisposeAsync();
    }

    private static async Task<HttpServer> ListenAsync(
        IReadOnlyList<Function> functions, HttpOptions options, FunctionInvoker invoker, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        if (options.Cors is { } cors)
            builder.Services.AddCors(setup => setup.AddDefaultPolicy(cors));
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        var server = builder.Build();
        if (options.HasTelemetry)
            server.Use(NameSpan);
        server.Use(RefuseOtherNames);
        if (options.Cors is not null)
            server.UseCors(); // Answers a preflight before any function is called, as Azure does.
        server.UseRouter(FunctionRoutes.Build(server, functions, options, invoker));
        try
        {
            await server.StartAsync();
            return new HttpServer(server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    // Also for unknown routes, and before anything can fail.
    private static Task NameSpan(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.TraceParent = TraceContext.Child(http.Request.Headers.TraceParent);
        return next(http);
    }

    // A web page can give its own name the address of this machine (DNS rebinding). Its scripts could then call functions and read answers.
    private static Task RefuseOtherNames(HttpContext http, RequestDelegate next)
    {
        var name = http.Request.Host.Host;
        // Browsers give names under .localhost no other address than this machine's.
        if (LocalNames.Contains(name, StringComparer.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsync(
            $"This host is for this machine only: the Host header must be one of {string.Join(", ", LocalNames)}, with any port.");
    }

    private static bool IsAboutPort(Exception exception) =>
        exception is IOException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied };
}

/// <summary>How the HTTP functions are served.</summary>
/// <param name="RoutePrefix">First part of every route; may be empty.</param>
/// <param name="Key">The key that functions above the level Anonymous require; null for no key.</param>
/// <param name="HasTelemetry">The host traces: every request gets its own span, which the response names.</param>
/// <param name="Cors">Which pages of other origins may call; null: none.</param>
internal sealed record HttpOptions(string RoutePrefix, string? Key = null, bool HasTelemetry = false, CorsPolicy? Cors = null)
{
    /// <summary>The setting that holds the key.</summary>
    public const string KeySetting = "LocalHost__FunctionKey";
}
