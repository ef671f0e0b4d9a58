using System.Diagnostics;

namespace Sentiment.Benchmarks.Load;

/// <summary>The processes whose memory is recorded with each level: the host and its worker.</summary>
internal sealed class WatchedProcesses(int[] ids)
{
    /// <summary>The level, with the resident memory of each process now; 0 for one that has ended.</summary>
    public LoadLevel Seen(LoadLevel level) => level with { Memory = Array.ConvertAll(ids, Memory) };

    private static long Memory(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.WorkingSet64;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }
}
