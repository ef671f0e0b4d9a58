namespace Sentiment.Cli.Commands;

/// <summary>Checks the files of a command before its work, so that a mistyped name does not cost an hour of scoring.</summary>
internal static class OutputFiles
{
    // On the usual disks of these systems, names that differ only in case are one file.
    private static readonly StringComparer Names = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? StringComparer.OrdinalIgnoreCase
        : StringComparer.Ordinal;

    /// <summary>Makes the directories of files that a command will write. The files themselves are not changed.</summary>
    /// <param name="inputs">The files that it reads, by the option that names them; null for one that is not wanted.</param>
    /// <param name="outputs">The files that it will write, likewise.</param>
    /// <exception cref="CliException">One would be written over another, or cannot be written.</exception>
    public static void Prepare((string Option, string?[] Paths)[] inputs, (string Option, string?[] Paths)[] outputs)
    {
        var options = new Dictionary<string, string>(Names);
        foreach (var (option, paths) in inputs)
        {
            foreach (var path in paths.OfType<string>()) options[Path.GetFullPath(path)] = option;
        }

        foreach (var (option, paths) in outputs)
        {
            foreach (var path in paths.OfType<string>())
            {
                var file = Path.GetFullPath(path);
                if (!options.TryAdd(file, option))
                    throw new CliException($"{options[file]} {path} would be overwritten by {option}. Name another file.");
                Check(option, path, file);
            }
        }
    }

    private static void Check(string option, string path, string file)
    {
        try
        {
            Check(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{option} {path} cannot be written ({exception.Message.TrimEnd('.')}). Name another file.");
        }
    }

    private static void Check(string file)
    {
        if (Directory.Exists(file)) throw new IOException("It is a directory.");
        if (File.Exists(file))
        {
            // An empty one may be a pipe, whose reader would take the end of this check for the end of the file.
            if (new FileInfo(file).Length > 0) File.Open(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return;
        }

        var directory = Directory.CreateDirectory(Path.GetDirectoryName(file)!).FullName;
        // Another name, so that nothing is left under this one if the command fails.
        new FileStream(Path.Combine(directory, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None,
            bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
    }
}
