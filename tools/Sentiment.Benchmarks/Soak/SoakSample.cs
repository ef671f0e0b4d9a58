using System.Diagnostics;

namespace Sentiment.Benchmarks.Soak;

/// <summary>The process after so many texts.</summary>
/// <param name="Texts">Texts scored so far.</param>
/// <param name="Elapsed">Time since the first.</param>
/// <param name="Cpu">Processor time of the process since its start.</param>
/// <param name="Megabytes">Memory that it holds (resident set).</param>
/// <param name="ManagedMegabytes">The part of it that .NET's heap holds.</param>
internal sealed record SoakSample(int Texts, TimeSpan Elapsed, TimeSpan Cpu, double Megabytes, double ManagedMegabytes)
{
    public static SoakSample Now(int texts, TimeSpan elapsed)
    {
        using var process = Process.GetCurrentProcess();
        return new(texts, elapsed, process.TotalProcessorTime, process.WorkingSet64 / 1e6, GC.GetGCMemoryInfo().HeapSizeBytes / 1e6);
    }
}
