using System.Diagnostics;

namespace Sentiment.Benchmarks.Compare;

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
