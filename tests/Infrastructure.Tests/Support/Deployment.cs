using System.Text.Json;

namespace Infrastructure.Tests.Support;

/// <summary>
/// What a parameter file deploys, read from its committed snapshot (which another test keeps equal to the compiled template).
/// </summary>
internal sealed record Deployment(IReadOnlyList<Resource> Resources, JsonElement Outputs)
{
    public static Deployment Dev { get; } = Read(Path.Combine(InfraFiles.Folder, "main.snapshot.json"));

    public static Deployment Prod { get; } = Read(Path.Combine(InfraFiles.Folder, "main.prod.snapshot.json"));

    public static Deployment Events { get; } = Read(Path.Combine(InfraFiles.Folder, "events.snapshot.json"));

    /// <summary>dev and prod, for a theory.</summary>
    public static TheoryData<string> Stages => ["dev", "prod"];

    public static Deployment Of(string stage) => stage == "prod" ? Prod : Dev;

    public static Deployment Read(string snapshot)
    {
        var json = JsonElement.Parse(File.ReadAllText(snapshot));
        return new Deployment([.. json.GetProperty("predictedResources").EnumerateArray().Select(resource => new Resource(resource))],
            json.GetProperty("outputs"));
    }

    public IEnumerable<Resource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    public Resource Single(string type) => OfType(type).Single();

    /// <summary>The app settings, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        OfType("Microsoft.Web/sites/config").Single(config => config.Name == "appsettings").Properties
            .EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);
}
