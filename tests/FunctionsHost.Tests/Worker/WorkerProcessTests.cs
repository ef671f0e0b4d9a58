using System.Text.Json;
using FunctionsHost.Output;
using FunctionsHost.Tests.Support;
using FunctionsHost.Worker;

namespace FunctionsHost.Tests.Worker;

public sealed class WorkerProcessTests
{
    private static readonly WorkerApp App = new("/app", "dotnet", "/app/app.dll");

    [Fact]
    public void The_command_line_gives_every_option_in_both_spellings()
    {
        var start = WorkerProcess.StartInfo(App, "the-worker", "the-request", 4711, Rig.Settings());
        Assert.Equal(
            "/app/app.dll --host 127.0.0.1 --port 4711 --workerId the-worker --requestId the-request --grpcMaxMessageLength 2147483647 "
            + "--functions-uri http://127.0.0.1:4711/ --functions-worker-id the-worker --functions-request-id the-request " +
            "--functions-grpc-max-message-length 2147483647",
            string.Join(' ', start.ArgumentList));
        Assert.Equal(("dotnet", "/app"), (start.FileName, start.WorkingDirectory));
    }

    [Fact]
    public void The_command_line_is_the_recorded_one()
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Fixture.Recorded, "00-process.json")));
        var words = recorded.RootElement.GetProperty("Arguments").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('"')).ToList();
        string After(string option) => words[words.IndexOf(option) + 1];
        var start = WorkerProcess.StartInfo(App, After("--workerId"), After("--requestId"),
            int.Parse(After("--port"), null), Rig.Settings());
        Assert.Equal(words, start.ArgumentList);
        Assert.Equal(recorded.RootElement.GetProperty("WorkingDirectory").GetString(), start.WorkingDirectory);
        foreach (var name in recorded.RootElement.GetProperty("EnvAdded").EnumerateArray())
            Assert.Contains(name.GetString()!, start.Environment.Keys);
    }

    [Fact]
    public void The_worker_s_environment_holds_the_settings()
    {
        var start = WorkerProcess.StartInfo(App, "w", "r", 1, Rig.Settings(("ReviewQueue", "reviews"), ("A:B", "c")));
        Assert.Equal("reviews", start.Environment["ReviewQueue"]);
        Assert.Equal("c", start.Environment["A__B"]);
        Assert.Equal("/app", start.Environment["FUNCTIONS_WORKER_DIRECTORY"]);
        Assert.Equal("dotnet-isolated", start.Environment["FUNCTIONS_WORKER_RUNTIME"]);
    }

    [Fact]
    public void The_worker_gets_the_hook_that_ends_it_with_the_host_ahead_of_other_hooks()
    {
        var others = $"{Path.GetFullPath("a.dll")}{Path.PathSeparator}{Path.GetFullPath("b.dll")}";
        var start = WorkerProcess.StartInfo(App, "w", "r", 1, Rig.Settings(("DOTNET_STARTUP_HOOKS", others)));
        Assert.True(start.RedirectStandardInput);
        Assert.Equal($"{typeof(StartupHook).Assembly.Location}{Path.PathSeparator}{others}", start.Environment["DOTNET_STARTUP_HOOKS"]);
    }

    [Fact]
    public async Task A_worker_has_ended_although_its_child_process_still_holds_its_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        using var folder = new TemporaryDirectory();
        var script = folder.File("worker.sh");
        // The child reads the worker's stdin, so it ends when the worker is disposed.
        await File.WriteAllTextAsync(script, "exec 3<&0\ncat <&3 &\nexit 3\n", TestContext.Current.CancellationToken);
        var worker = WorkerProcess.Start(
            new WorkerApp(folder.Path, "sh", script), "w", 1, Rig.Settings(), new Terminal(TextWriter.Null, isRedirected: true));

        await worker.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal("exit code 3", worker.ExitReason());
        await worker.DisposeAsync();
    }
}
