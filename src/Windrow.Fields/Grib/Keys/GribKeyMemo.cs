using System.Collections.Concurrent;

namespace Windrow.Fields.Grib.Keys;

/// <summary>
/// Remembers what ecCodes answered, under the octets that the answer depends on. One per process is enough; it is safe
/// for several threads, and emptied when it holds more entries or octets than it may.
/// </summary>
public sealed class GribKeyMemo
{
    private readonly ConcurrentDictionary<byte[], GribMemoEntry> _entries = new(new OctetComparer());
    private readonly ConcurrentDictionary<byte[], GribMemoEntry>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private readonly int _maxEntries;
    private readonly long _maxOctets;
    private long _octets;
    private int _count;
    private long _resolved;

    /// <param name="maxEntries">How many distinct combinations of octets are remembered.</param>
    /// <param name="maxOctets">How many octets those may have together.</param>
    public GribKeyMemo(int maxEntries = 10_000, long maxOctets = 64 << 20)
    {
        _bySpan = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
        _maxEntries = maxEntries;
        _maxOctets = maxOctets;
    }

    /// <summary>The memo that everything shares unless it is given another.</summary>
    public static GribKeyMemo Shared { get; } = new();

    /// <summary>How many entries there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many answers had to be fetched from ecCodes so far.</summary>
    public long Resolved => Interlocked.Read(ref _resolved);

    internal void CountResolved() => Interlocked.Increment(ref _resolved);

    internal GribMemoEntry EntryOf(ReadOnlySpan<byte> signature)
    {
        if (_bySpan.TryGetValue(signature, out var entry))
            return entry;
        if (Count >= _maxEntries || Interlocked.Read(ref _octets) + signature.Length > _maxOctets)
            Clear();
        entry = new GribMemoEntry();
        if (!_bySpan.TryAdd(signature, entry))
            return _bySpan.TryGetValue(signature, out var other) ? other : entry;
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _octets, signature.Length);
        return entry;
    }

    private void Clear()
    {
        _entries.Clear();
        Interlocked.Exchange(ref _count, 0);
        Interlocked.Exchange(ref _octets, 0);
    }
}
