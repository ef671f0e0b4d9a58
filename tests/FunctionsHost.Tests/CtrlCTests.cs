using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using FunctionsHost.ServiceBus;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests;

/// <summary>Ctrl-C in a terminal, which signals not only the host, but all processes of its group.</summary>
public sealed class CtrlCTests
{
    private const int BodyLength = 1_000_000;

    private static readonly byte[] Blanks = new byte[100];

    [Fact]
    public async Task A_call_that_is_running_is_still_answered_by_the_worker_and_storage_is_there_until_then()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test starts a process group with setsid and GNU env.");
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(HostProcess.Patience);
        using var host = HostProcess.StartGroup("--json", "--no-samples", "--port", "0", "--broker-port", "0");
        try
        {
            var log = host.StandardError.ReadToEndAsync(late.Token);
            var line = await host.StandardOutput.ReadLineAsync(late.Token) ?? throw new IOException(await log);
            var ready = JsonElement.Parse(line);
            var port = new Uri(ready.GetProperty("http").GetString()!).Port;
            var storage = new BlobServiceClient(ready.GetProperty("storage").GetString());
            // First calls are slow, and a host that stops waits for five seconds only.
            await storage.GetPropertiesAsync(late.Token);
            using (var http = new HttpClient())
            using (var body = new ByteArrayContent([]))
                (await http.PostAsync(new Uri($"http://127.0.0.1:{port}/api/score"), body, late.Token)).Dispose();
            using var caller = new TcpClient();
            await caller.ConnectAsync(IPAddress.Loopback, port, late.Token);
            var call = caller.GetStream();
            using var answer = new StreamReader(call);
            var head = $"POST /api/score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {BodyLength}\r\nExpect: 100-continue\r\n\r\n";
            await call.WriteAsync(Encoding.ASCII.GetBytes(head), late.Token);
            Assert.Equal("HTTP/1.1 100 Continue", await answer.ReadLineAsync(late.Token)); // The host reads the body.

            Process.Start("sh", ["-c", $"kill -INT -{host.Id}"]).Dispose();
            var sent = 0;
            for (; await LocalBroker.ListensAsync(port); sent += Blanks.Length) // Until the host takes no more calls.
            {
                await call.WriteAsync(Blanks, late.Token);
                await Task.Delay(20, late.Token);
            }

            await storage.GetPropertiesAsync(late.Token);
            await call.WriteAsync(new byte[BodyLength - sent], late.Token);
            Assert.Contains("unsupported_media_type", await answer.ReadToEndAsync(late.Token), StringComparison.Ordinal);

            await host.WaitForExitAsync(late.Token);
            Assert.Equal(0, host.ExitCode);
            Assert.Contains("The worker has ended: exit code 0", await log, StringComparison.Ordinal);
        }
        finally
        {
            host.Kill(entireProcessTree: true);
        }
    }
}
