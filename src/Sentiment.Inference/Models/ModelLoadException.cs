namespace Sentiment.Inference;

/// <summary>A model directory could not be used. The message names the directory, the file, the reason and the remedy.</summary>
public sealed class ModelLoadException : Exception
{
    private readonly string reason, remedy;

    /// <param name="directory">The requested model directory.</param>
    /// <param name="file">The file in it that is missing or broken.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="inner">The inner error, if any.</param>
    public ModelLoadException(string directory, string file, string reason, string remedy, Exception? inner = null)
        : base($"The model in '{directory}' cannot be loaded: {file}: {reason} {remedy}", inner)
    {
        (Directory, File, this.reason, this.remedy) = (directory, file, reason, remedy);
    }

    /// <summary>The requested model directory.</summary>
    public string Directory { get; }

    /// <summary>The file that is missing or broken, relative to <see cref="Directory"/>.</summary>
    public string File { get; }

    /// <summary>The same error, for a model that is set by an option other than Model.</summary>
    internal ModelLoadException Of(string option) =>
        new(Directory, File, reason, remedy.Replace("option Model ", $"option {option} ", StringComparison.Ordinal), this);
}
