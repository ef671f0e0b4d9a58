namespace FunctionsHost.Settings;

/// <summary>extensions.blobs of host.json.</summary>
internal sealed record BlobLimits
{
    /// <summary>Blobs that one function works on at a time.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>Tries before a blob is given up and named on the poison queue.</summary>
    public int PoisonBlobThreshold { get; init; } = 5;
}
