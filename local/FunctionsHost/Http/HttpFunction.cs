using System.Security.Cryptography;
using System.Text;
using FunctionsHost.Functions;
using FunctionsHost.Worker;

namespace FunctionsHost.Http;

/// <summary>Answers the requests for one function.</summary>
internal sealed class HttpFunction(Function function, string? key, FunctionInvoker invoker)
{
    // Azure's front end gives a function 230 s to answer, then sends 502 and drops the connection.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(230);

    // How long the Functions host holds requests back while it is not ready.
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    public async Task HandleAsync(HttpContext http)
    {
        if (!FunctionKey.Admits(http.Request, function.Trigger, key))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        try
        {
            if (!await IsReadyAsync(http.RequestAborted))
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            var request = await HttpInvocation.BuildAsync(http, function.Trigger.Name);
            var invocation = invoker.InvokeAsync(function, request, BindingData.ForPaths(request.TriggerMetadata), ends.Token);
            // When the caller disconnects, the function is cancelled; its end is still awaited here, so that the cancellation reaches it.
            var response = await invocation.WaitAsync(AnswerLimit, CancellationToken.None);
            await HttpAnswer.WriteAsync(http.Response, OutputBindings.HttpOutput(function, response));
        }
        catch (BadHttpRequestException)
        {
            // Seen in the Functions host for a body that is too long. The rest of the body is not read.
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            http.Response.Headers.Connection = "close";
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has disconnected; the function was cancelled and its answer is dropped.
        }
        catch (TimeoutException)
        {
            await ends.CancelAsync();
            http.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
        catch (Exception exception) when (exception is FunctionFailedException or OutputException or WorkerLostException or HostException)
        {
            // As in the Functions host, the response does not contain the reason. It is in the log.
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken aborted)
    {
        try
        {
            await invoker.ReadyAsync(aborted).WaitAsync(ReadyLimit, aborted);
            return true;
        }
        catch (Exception notReady) when (notReady is TimeoutException or HostException or WorkerLostException)
        {
            return false;
        }
    }
}

/// <summary>
/// Whether a caller may call a function. As with Core Tools, anybody may while no key is set. With one, the function and admin levels both
/// require it. The Functions host's many keys and their scopes are not implemented.
/// </summary>
internal static class FunctionKey
{
    /// <summary>True if the trigger is anonymous, or if the request has the key in the header or in the query.</summary>
    public static bool Admits(HttpRequest request, Binding trigger, string? key) =>
        key is null
        || "anonymous".Equals(trigger.Text("authLevel"), StringComparison.OrdinalIgnoreCase)
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Given(request)), Encoding.UTF8.GetBytes(key));

    private static string Given(HttpRequest request) =>
        request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();
}
