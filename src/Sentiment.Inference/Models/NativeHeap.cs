using System.Runtime.InteropServices;

namespace Sentiment.Inference;

/// <summary>The C heap, which ONNX Runtime uses while it loads a model. The calls do nothing if the C library is not glibc.</summary>
internal static partial class NativeHeap
{
    // mallopt(3). glibc reaches these two values by itself, but only after a program has freed such a large block.
    private const int TrimThreshold = -1, MmapThreshold = -3;
    private const int LargestHeapBlock = 32 << 20, LargestFreeTop = 64 << 20;

    // madvise(2)
    private const int HugePages = 14;

    // Together as much as the heap of a thread has room for.
    private const int Blocks = 3, BlockBytes = 20 << 20;

    /// <summary>
    /// Makes room in the heap of this thread, in huge pages where the system offers them. Loading a model touches some 15,000 pages of
    /// 4 KiB, and the first access to each interrupts the program, which takes long on virtual machines. Use <see cref="Trim"/> afterwards.
    /// </summary>
    public static void Reserve() => OnGlibc(() =>
    {
        // Otherwise every large block would be a mapping of its own, and its pages would be lost when it is freed.
        _ = SetOption(MmapThreshold, LargestHeapBlock);
        _ = SetOption(TrimThreshold, LargestFreeTop);
        var blocks = new nint[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = Allocate(BlockBytes);
            if (blocks[i] != 0) Advise(blocks[i], BlockBytes);
        }

        foreach (var block in blocks) Free(block);
    });

    /// <summary>
    /// Returns free pages to the system. glibc would keep them: after loading DistilBERT in int8, 36 to 65 MB, a quarter of the process.
    /// </summary>
    public static void Trim() => OnGlibc(() => _ = MallocTrim(0));

    // Only for whole pages, so the ends of the block are left out.
    private static void Advise(nint block, nint size)
    {
        var page = (nint)Environment.SystemPageSize;
        var start = (block + page - 1) & -page;
        _ = MemoryAdvise(start, ((block + size) & -page) - start, HugePages); // a kernel without huge pages refuses, which is fine
    }

    private static void OnGlibc(Action action)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            action();
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, without one of the calls.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc")]
    private static partial nint Allocate(nint size);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint block);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(nint start, nint size, int advice);
}
