using System.Runtime.InteropServices;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>Short texts that come again and again, such as names of keys and platforms, so that each is made once. For one thread.</summary>
internal sealed class TextCache
{
    private const int Places = 1024;
    private const int Longest = 48;

    private readonly Entry?[] _entries = new Entry?[Places];

    public string Text(ReadOnlySpan<byte> utf8) => utf8.Length > Longest ? Encoding.UTF8.GetString(utf8) : Find(utf8).Text;

    /// <param name="utf8">Not empty.</param>
    public MetadataKey Key(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
            return Encoding.UTF8.GetString(utf8);
        var entry = Find(utf8);
        return entry.Key ??= entry.Text;
    }

    private Entry Find(ReadOnlySpan<byte> utf8)
    {
        ref var place = ref _entries[Hash(utf8) & (Places - 1)];
        if (place is null || !utf8.SequenceEqual(place.Utf8))
            place = new Entry(utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return place;
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = (uint)text.Length * 0x9E3779B1;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
        {
            var product = (MemoryMarshal.Read<ulong>(text) ^ hash) * 0x9E3779B97F4A7C15;
            hash = (uint)(product >> 32) ^ (uint)product;
        }

        foreach (var each in text)
            hash = (hash ^ each) * 0x01000193;
        return hash ^ (hash >> 15);
    }

    private sealed record Entry(byte[] Utf8, string Text)
    {
        public MetadataKey? Key { get; set; }
    }
}
