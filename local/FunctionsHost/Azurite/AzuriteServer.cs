using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsHost.Output;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;

namespace FunctionsHost.Azurite;

/// <summary>
/// A running Azurite: blobs and queues on free loopback ports, with its data in a temporary folder that is deleted at the end. It ends with
/// this process, however this process ends.
/// </summary>
internal sealed partial class AzuriteServer : IAsyncDisposable
{
    /// <summary>The port of the blobs that UseDevelopmentStorage=true means.</summary>
    public const int UsualBlobPort = 10000;

    // Azurite's one account and its key are public: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly string data;

    private AzuriteServer(Process process, string data, string connectionString) =>
        (this.process, this.data, ConnectionString) = (process, data, connectionString);

    public string ConnectionString { get; }

    /// <summary>
    /// Starts Azurite if a setting is UseDevelopmentStorage=true and nothing listens on <paramref name="blobPort"/>, and writes its
    /// address to those settings; null if it is not needed.
    /// </summary>
    public static async Task<AzuriteServer?> StartIfNeededAsync(AppSettings settings, Terminal terminal, int blobPort,
        CancellationToken cancellationToken)
    {
        var wanting = settings.All.Where(
            setting => setting.Value.Trim().TrimEnd(';').Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase)).ToList();
        if (wanting.Count == 0)
            return null;
        if (await LocalBroker.ListensAsync(blobPort))
        {
            terminal.Info("azurite", $"Using the storage that already listens on 127.0.0.1:{blobPort}. "
                + "End that program first if you want storage that starts empty.");
            return null;
        }

        var folder = await new AzuriteInstaller(Path.Combine(AppContext.BaseDirectory, "Azurite"),
            terminal).InstallAsync(cancellationToken);
        var azurite = await StartAsync(folder, cancellationToken);
        foreach (var (name, _) in wanting)
            settings.Override(name, azurite.ConnectionString);
        terminal.Info("azurite", azurite.ConnectionString);
        return azurite;
    }

    /// <summary>Starts the Azurite installed in <paramref name="folder"/>.</summary>
    public static async Task<AzuriteServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("functions-host-azurite-").FullName;
        Process? process = null;
        try
        {
            // The blob client requests a newer API version than this Azurite knows, and works without it.
            process = Process.Start(new ProcessStartInfo("node",
            [
                "run.cjs", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--location", data,
                "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            ])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartTimeout);
            return new AzuriteServer(process, data, await ConnectionAsync(process, limit.Token));
        }
        catch (Exception exception)
        {
            process?.Kill();
            Delete(data);
            if (exception is System.ComponentModel.Win32Exception)
                throw new HostException(
                    "The storage emulator Azurite needs Node.js, and 'node' was not found. Install Node.js 20, or point ReviewStorage " +
                    "and AzureWebJobsStorage elsewhere.", exception);
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new HostException($"Azurite did not start within {StartTimeout.TotalSeconds:0} s.", exception);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Delete(data);
    }

    private static async Task<string> ConnectionAsync(Process process, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string? blob = null, queue = null;
        while (blob is null || queue is null)
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new HostException(
                    $"Azurite ended at once: {string.Join(Environment.NewLine, said)}{await errors} Azurite needs Node.js 20 or newer.");
            said.Add(line);
            blob ??= Port(line, "Blob");
            queue ??= Port(line, "Queue");
        }

        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // A pipe that nobody reads fills up and blocks the writer.
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{blob}/{Account};QueueEndpoint=http://127.0.0.1:{queue}/{Account};";
    }

    private static string? Port(string line, string service) =>
        Listening().Match(line) is { Success: true } match && match.Groups["service"].Value == service
            ? int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : null;

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in the system's temporary folder, which is cleaned up anyway.
        }
    }

    [GeneratedRegex(@"(?<service>Blob|Queue) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex Listening();
}
