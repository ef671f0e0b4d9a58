namespace EndToEnd.Tests.Reliability;

/// <summary>A path where a model is missing at first.</summary>
internal sealed class MovableModel : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("late-model-").FullName;

    /// <summary>Where the model will be.</summary>
    public string Path => System.IO.Path.Combine(folder, "model");

    /// <summary>Moves the complete model into place.</summary>
    public void Restore()
    {
        var copy = Directory.CreateDirectory(System.IO.Path.Combine(folder, "copying")).FullName;
        foreach (var file in Directory.GetFiles(Repository.At("models", TestModel.Name)))
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(file)));
        Directory.Move(copy, Path);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
