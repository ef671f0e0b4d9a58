namespace TestSupport;

/// <summary>A directory for one test, deleted on disposal.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sentiment-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Copies the files of a model's directory into this one.</summary>
    public void CopyModel(string from)
    {
        foreach (var file in Directory.GetFiles(from))
            System.IO.File.Copy(file, File(System.IO.Path.GetFileName(file)), overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
