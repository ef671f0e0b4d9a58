namespace Infrastructure.Tests.Support;

/// <summary>A copy of infra/ and the two files that it reads, which a test may change. Deleted on disposal.</summary>
internal sealed class InfraCopy : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("infra-").FullName;

    public InfraCopy()
    {
        foreach (var file in Directory.EnumerateFiles(InfraFiles.Folder, "*", SearchOption.AllDirectories))
            Copy(Path.GetRelativePath(Repository.Root, file));
        Copy("host.json");
        Copy("local.settings.sample.json");
    }

    public string Infra => Path.Combine(root, "infra");

    public string At(string file) => Path.Combine(Infra, file);

    public void Edit(string file, string old, string replacement)
    {
        var text = File.ReadAllText(At(file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(At(file), text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Copy(string file)
    {
        var target = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Repository.At(file), target);
    }
}
