using System.Collections.Concurrent;

namespace Windrow.Fields.Grib.Keys;

/// <summary>The answers to the keys of one aspect for messages that agree in its octets. Safe for several threads.</summary>
internal sealed class GribMemoEntry
{
    private ConcurrentDictionary<string, IReadOnlyList<string>>? _namespaces;
    private GribAnswerCell?[] _cells = new GribAnswerCell?[8];

    /// <summary>The names of the keys in ecCodes' namespaces, as far as somebody asked.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Namespaces =>
        LazyInitializer.EnsureInitialized(ref _namespaces, static () => new ConcurrentDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))!;

    /// <summary>The answer at a place, or null when nobody has asked yet.</summary>
    public GribAnswerCell? this[int place]
    {
        get
        {
            var cells = Volatile.Read(ref _cells);
            return place < cells.Length ? Volatile.Read(ref cells[place]) : null;
        }
    }

    public void Set(int place, GribAnswer answer)
    {
        lock (this)
        {
            var cells = _cells;
            if (place >= cells.Length)
                Array.Resize(ref cells, Math.Max(place + 1, cells.Length * 2));
            Volatile.Write(ref cells[place], new GribAnswerCell(answer));
            Volatile.Write(ref _cells, cells);
        }
    }
}
