using System.Text.Json;
using FunctionsHost.Settings;

namespace FunctionsHost.Worker;

/// <summary>A built isolated-worker app: its folder and its start command.</summary>
internal sealed record WorkerApp(string Folder, string Executable, string Assembly)
{
    /// <summary>Reads worker.config.json, which the worker's build writes, or else takes the one *.runtimeconfig.json.</summary>
    /// <exception cref="HostException">The folder contains no app, or more than one.</exception>
    public static WorkerApp Find(string folder)
    {
        if (!Directory.Exists(folder))
            throw new HostException($"--app {folder}: there is no such folder. Build the app first, or name its output folder.");
        var config = Path.Combine(folder, "worker.config.json");
        return File.Exists(config) ? FromConfig(folder, config) : FromRuntimeConfig(folder);
    }

    private static WorkerApp FromConfig(string folder, string config)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(config), HostJson.Lenient);
            var description = json.RootElement.GetProperty("description");
            string? Text(string name) => description.TryGetProperty(name, out var value)
                ? value.GetString()?.Replace("{WorkerRoot}", folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                : null;
            var assembly = Text("defaultWorkerPath")
                ?? throw new HostException($"{config} has no description.defaultWorkerPath. Rebuild the app.");
            return Checked(new WorkerApp(folder, Text("defaultExecutablePath") ?? "dotnet", Path.Combine(folder, assembly)));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HostException($"{config} cannot be read: {exception.Message} Rebuild the app.", exception);
        }
    }

    private static WorkerApp FromRuntimeConfig(string folder)
    {
        const string suffix = ".runtimeconfig.json";
        return Directory.GetFiles(folder, "*" + suffix) switch
        {
            [var only] => Checked(new WorkerApp(folder, "dotnet", only[..^suffix.Length] + ".dll")),
            [] => throw new HostException(
                $"{folder} has no app: neither worker.config.json nor *{suffix}. Build the app, or name its output folder with --app."),
            _ => throw new HostException(
                $"{folder} has several *{suffix} and no worker.config.json that says which to run. Name the app's own output folder " +
                "with --app."),
        };
    }

    private static WorkerApp Checked(WorkerApp app) => File.Exists(app.Assembly)
        ? app
        : throw new HostException($"{app.Assembly} is missing. Rebuild the app in {app.Folder}.");
}
