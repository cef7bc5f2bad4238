using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.ModelApi.Text;

/// <summary>
/// Finds what belongs to a C text without making a string of it: a model names the same few keys and values a million times. Reading takes
/// no lock. Past a bound, texts are not kept any more and cost what they cost.
/// </summary>
/// <param name="make">What a text stands for.</param>
internal sealed unsafe class Utf8Table<T>(Func<string, T> make)
    where T : class
{
    private const int MaximumKept = 4_096;
    private const int LongestKept = 128;

    private readonly Lock _lock = new();
    private readonly Entry?[] _entries = new Entry?[2 * MaximumKept];
    private int _count;

    public T Find(byte* text)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        var hash = Hash(bytes);
        for (var place = (uint)hash % (uint)_entries.Length; _entries[place] is { } entry; place = (place + 1) % (uint)_entries.Length)
        {
            if (entry.Hash == hash && bytes.SequenceEqual(entry.Text))
                return entry.Value;
        }

        return Add(bytes, hash);
    }

    private T Add(ReadOnlySpan<byte> bytes, ulong hash)
    {
        var value = make(Encoding.UTF8.GetString(bytes));
        if (bytes.Length > LongestKept)
            return value;
        lock (_lock)
        {
            if (_count == MaximumKept)
                return value;
            var place = (uint)hash % (uint)_entries.Length;
            for (; _entries[place] is { } entry; place = (place + 1) % (uint)_entries.Length)
            {
                if (entry.Hash == hash && bytes.SequenceEqual(entry.Text))
                    return entry.Value;
            }

            _count++;
            Volatile.Write(ref _entries[place], new Entry(hash, bytes.ToArray(), value));
        }

        return value;
    }

    // The multiplicative mixing of eight bytes at a time, as in MessageId.
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes));
        var last = 0UL;
        foreach (var each in bytes)
            last = (last << 8) | each;
        return Mix(hash ^ last);
    }

    private static ulong Mix(ulong value) => Math.BigMul(value ^ 0x9E3779B97F4A7C15UL, 0xA0761D6478BD642FUL, out var low) ^ low;

    private sealed record Entry(ulong Hash, byte[] Text, T Value);
}
