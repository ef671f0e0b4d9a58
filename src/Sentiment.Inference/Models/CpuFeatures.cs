using System.Runtime.Intrinsics.X86;

namespace Sentiment.Inference;

/// <summary>The int8 features of this processor.</summary>
internal static class CpuFeatures
{
    /// <summary>
    /// Whether it multiplies u8 by s8 without saturation (VNNI). .NET has no class for the AVX-512 form, so this reads CPUID: leaf 7, ECX
    /// bit 11 (AVX512_VNNI), or sub-leaf 1, EAX bit 4 (AVX_VNNI).
    /// </summary>
    public static bool HasVnni { get; } = X86Base.IsSupported
        && ((Avx512F.IsSupported && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) != 0)
            || (Avx2.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 4)) != 0));
}
