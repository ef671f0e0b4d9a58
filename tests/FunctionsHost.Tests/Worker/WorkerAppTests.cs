using FunctionsHost.Worker;

namespace FunctionsHost.Tests.Worker;

public sealed class WorkerAppTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Worker_config_says_what_to_start()
    {
        Write("app.dll", "");
        Write("other.runtimeconfig.json", "{}");
        Write("worker.config.json",
            """{ "description": { "language": "dotnet-isolated", "defaultExecutablePath": "dotnet", "defaultWorkerPath": "app.dll" } }""");
        Assert.Equal(new WorkerApp(folder, "dotnet", Path.Combine(folder, "app.dll")), WorkerApp.Find(folder));
    }

    [Fact]
    public void Without_a_worker_config_the_only_runtime_config_is_used()
    {
        Write("app.dll", "");
        Write("app.runtimeconfig.json", "{}");
        Assert.Equal(Path.Combine(folder, "app.dll"), WorkerApp.Find(folder).Assembly);
    }

    [Fact]
    public void Several_runtime_configs_are_an_error()
    {
        Write("a.runtimeconfig.json", "{}");
        Write("b.runtimeconfig.json", "{}");
        Assert.Contains("several", Assert.Throws<HostException>(() => WorkerApp.Find(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "description": {} }""")]
    [InlineData("no json")]
    [InlineData("""{ "description": { "defaultWorkerPath": "gone.dll" } }""")]
    public void A_folder_without_an_app_is_named_in_the_error(string config)
    {
        Write("worker.config.json", config);
        Assert.Contains(folder, Assert.Throws<HostException>(() => WorkerApp.Find(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_says_to_build() =>
        Assert.Contains("Build the app", Assert.Throws<HostException>(() => WorkerApp.Find(folder)).Message, StringComparison.Ordinal);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
