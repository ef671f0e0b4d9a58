using System.Diagnostics;
using System.Text.Json;
using Sentiment.Benchmarks.Workers;

namespace Sentiment.Benchmarks.Compare;

/// <summary>One way to score texts, running in a process of its own.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly double coldStart;

    private Contender(string name, Process process, double coldStart) => (Name, this.process, this.coldStart) = (name, process, coldStart);

    public string Name { get; }

    /// <summary>Whether it scores equal texts once.</summary>
    public bool IsCached { get; private init; }

    /// <summary>Its start, and its memory now and at its peak.</summary>
    public Footprint Footprint => new(Name, coldStart, Status("VmRSS:"), Status("VmHWM:"));

    /// <summary>Seconds of processor time that it has used.</summary>
    public double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static Task<Contender> StartAsync(string name, string worker, string directory) =>
        StartAsync(name, Environment.ProcessPath!,
            [.. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Contender).Assembly.Location]
                : Array.Empty<string>(), "worker", worker, directory],
            isCached: worker == WorkerLoop.Cached);

    public static Task<Contender> StartNodeAsync(string name, string script, string directory, int batch) =>
        StartAsync(name, "node", [script, directory, $"{batch}"]);

    /// <summary>Scores texts; the other contenders are idle meanwhile.</summary>
    public async Task<WorkReply> ScoreAsync(WorkRequest request)
    {
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, JsonSerializerOptions.Web));
        await process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<WorkReply>(await ReadLineAsync(process, Name), JsonSerializerOptions.Web)!;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and what was written last cannot be sent any more.
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static async Task<Contender> StartAsync(string name, string program, string[] arguments, bool isCached = false)
    {
        var start = Stopwatch.GetTimestamp();
        var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await ReadLineAsync(process, name);
        return new(name, process, Stopwatch.GetElapsedTime(start).TotalSeconds) { IsCached = isCached };
    }

    private static async Task<string> ReadLineAsync(Process process, string name)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        return await process.StandardOutput.ReadLineAsync(timeout.Token)
            ?? throw new InvalidOperationException($"{name} ended; the reason is shown above.");
    }

    // Linux counts the peak; elsewhere there is none to read.
    private double Status(string field)
    {
        var file = $"/proc/{process.Id}/status";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) : null;
        return line is null ? double.NaN : double.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), null) / 1000;
    }
}

/// <summary>What the process of a contender costs.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="ColdStart">Seconds from the start of the process to its first score.</param>
/// <param name="Megabytes">The memory that it holds, in megabytes; NaN where that cannot be read.</param>
/// <param name="PeakMegabytes">The most memory that it ever held.</param>
internal sealed record Footprint(string Contender, double ColdStart, double Megabytes, double PeakMegabytes);

/// <summary>Starts all contenders.</summary>
internal static class Peers
{
    public static async Task<List<Contender>> StartAsync(ComparedModels bench, string directory, bool withNode)
    {
        var contenders = new List<Contender>
        {
            await Contender.StartAsync("(a) C#, one by one", "tutorial", bench.Plain),
            await Contender.StartAsync("(b) C#, batches of 32", "tutorial32", bench.Plain),
        };
        if (withNode)
        {
            var script = await InstallAsync(Path.Combine(directory, "node"));
            contenders.Add(await Contender.StartNodeAsync("(c) Node, one by one", script, bench.Plain, 1));
            contenders.Add(await Contender.StartNodeAsync("(c) Node, batches of 32", script, bench.Plain, 32));
        }

        contenders.Add(await Contender.StartAsync("(d) ML.NET", "mlnet", bench.Plain));
        contenders.Add(await Contender.StartAsync("ours, same file", "engine", bench.Plain));
        contenders.Add(await Contender.StartAsync("ours, exact fp32", "engine", bench.Exact));
        contenders.Add(await Contender.StartAsync("ours, int8", "engine", bench.Int8));
        contenders.Add(await Contender.StartAsync("ours, int8, equal texts once", WorkerLoop.Cached, bench.Int8));
        contenders.Add(await Contender.StartAsync("ours, int8, bare session", "session", bench.Int8));
        contenders.Add(await Contender.StartAsync("ours, int8, 32 callers", "engine-callers", bench.Int8));
        return contenders;
    }

    // Installed beside the models, not in the output: a rebuild must not lose it. The runtime for GPUs is of no use here.
    private static async Task<string> InstallAsync(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "node")))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)), overwrite: true);
        if (!Directory.Exists(Path.Combine(directory, "node_modules")))
        {
            var start = new ProcessStartInfo("npm", ["ci", "--silent"])
            {
                WorkingDirectory = directory,
                Environment = { ["ONNXRUNTIME_NODE_INSTALL"] = "skip" }
            };
            using var npm = Process.Start(start)!;
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
                throw new InvalidOperationException(
                    "npm ci failed; the reason is shown above. Without Node, leave the peer out with --no-node.");
        }

        return Path.Combine(directory, "worker.mjs");
    }
}
