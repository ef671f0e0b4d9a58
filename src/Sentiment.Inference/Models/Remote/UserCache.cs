namespace Sentiment.Inference;

/// <summary>The directory for downloaded models if the options name none. No other user of the machine can put a model there.</summary>
internal static class UserCache
{
    private const string Name = "sentiment-models";

    private static readonly Lazy<string> Chosen = new(() => Choose(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)));

    /// <summary>The path, which stays the same until the process ends.</summary>
    public static string Location => Chosen.Value;

    /// <param name="local">The directory for the user's local application data; empty if there is none.</param>
    internal static string Choose(string local)
    {
        var own = Path.Combine(local, Name);
        if (local.Length > 0 && TryCreate(own)) return own;
        // All users share the temporary directory: one of them could have put a model under a name that is known before.
        var fresh = Path.Combine(Path.GetTempPath(), $"{Name}-{Guid.NewGuid():n}");
        _ = TryCreate(fresh); // if it cannot be created, the download says so
        return fresh;
    }

    private static bool TryCreate(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
            else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
