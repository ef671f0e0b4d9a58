using System.Buffers.Binary;
using System.Text;

namespace Sentiment.Training.Native;

/// <summary>
/// Lets TorchSharp's native library load on systems whose libstdc++ is older than GCC 13 (Debian 12, Ubuntu 22.04). The library requires
/// version GLIBCXX_3.4.32 for one symbol, <c>std::ios_base_library_init()</c>, which exists only to pull in an initializer that older
/// versions run by themselves. Marking that one version requirement weak (VER_FLG_WEAK, "System V ABI: Symbol Versioning") makes
/// the loader continue without it. Everything else stays as shipped. A second call changes nothing.
/// </summary>
internal static class GlibcxxRequirement
{
    private const string Version = "GLIBCXX_3.4.32";
    private const uint SectionVersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Must run before the first use of TorchSharp; does nothing on other systems.</summary>
    public static void RelaxIn(string directory)
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var path in Directory.EnumerateFiles(directory, "libLibTorchSharp.so", SearchOption.AllDirectories))
        {
            var image = File.ReadAllBytes(path);
            if (!Relax(image)) continue;
            // The process id is in the name, because two processes that start at once must not use the same file.
            var patched = $"{path}.{Environment.ProcessId}";
            File.WriteAllBytes(patched, image);
            File.Move(patched, path, overwrite: true);
        }
    }

    /// <summary>True when the image was changed.</summary>
    internal static bool Relax(Span<byte> elf)
    {
        if (elf.Length < 64 || !elf[..6].SequenceEqual("\u007fELF\u0002\u0001"u8)) return false;
        var sections = (int)ReadUInt64(elf, 0x28);
        var (size, count) = (ReadUInt16(elf, 0x3A), ReadUInt16(elf, 0x3C));
        for (var i = 0; i < count; i++)
        {
            var section = sections + i * size;
            if (ReadUInt32(elf, section + 4) != SectionVersionNeeds) continue;
            var names = sections + (int)ReadUInt32(elf, section + 40) * size;
            return RelaxIn(elf, (int)ReadUInt64(elf, section + 24), (int)ReadUInt32(elf, section + 44), (int)ReadUInt64(elf, names + 24));
        }

        return false;
    }

    // Elf64_Verneed: version, count (16 bits each), file, first entry, next. Elf64_Vernaux: hash, flags, other (16 bits each), name, next.
    private static bool RelaxIn(Span<byte> elf, int need, int needs, int names)
    {
        var changed = false;
        for (; needs > 0; needs--, need += (int)ReadUInt32(elf, need + 12))
        {
            var entry = need + (int)ReadUInt32(elf, need + 8);
            for (var left = ReadUInt16(elf, need + 2); left > 0; left--, entry += (int)ReadUInt32(elf, entry + 12))
            {
                var name = elf[(names + (int)ReadUInt32(elf, entry + 8))..];
                var flags = ReadUInt16(elf, entry + 4);
                if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) != Version || (flags & Weak) != 0) continue;
                BinaryPrimitives.WriteUInt16LittleEndian(elf[(entry + 4)..], (ushort)(flags | Weak));
                changed = true;
            }
        }

        return changed;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong ReadUInt64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
