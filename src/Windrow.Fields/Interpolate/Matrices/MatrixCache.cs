using Windrow.Core.Messages;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate.Matrices;

/// <summary>
/// The weights that a flow's plans use, in memory: up to a number of bytes, the longest unused go first, but the ones last used always stay.
/// Each is made once, by the first that asks for it, while others that want it wait. Safe for several threads.
/// </summary>
internal sealed class MatrixCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MessageId, Entry> _entries = [];
    private long _used;

    /// <summary>Bytes of weights in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>The weights of a request.</summary>
    /// <param name="atMost">Bytes to keep.</param>
    /// <param name="make">Computes or reads them.</param>
    public SparseMatrix Get<TState>(MessageId identity, long atMost, TState state, Func<TState, SparseMatrix> make)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(identity, out entry))
                _entries.Add(identity, entry = new Entry());
            entry.LastUse = ++_used;
        }

        if (entry.Matrix is { } ready)
            return ready;
        lock (entry)
        {
            if (entry.Matrix is { } made)
                return made;
            try
            {
                entry.Matrix = make(state);
            }
            catch
            {
                lock (_lock)
                    _entries.Remove(identity);
                throw;
            }

            Keep(entry, atMost);
            return entry.Matrix;
        }
    }

    private void Keep(Entry fresh, long atMost)
    {
        lock (_lock)
        {
            Bytes += fresh.Matrix!.Bytes;
            while (Bytes > atMost)
            {
                var oldest = default(KeyValuePair<MessageId, Entry>);
                foreach (var entry in _entries)
                {
                    if (entry.Value != fresh && entry.Value.Matrix is not null && (oldest.Value is null || entry.Value.LastUse < oldest.Value.LastUse))
                        oldest = entry;
                }

                if (oldest.Value is null)
                    return;
                _entries.Remove(oldest.Key);
                Bytes -= oldest.Value.Matrix!.Bytes;
            }
        }
    }

    private sealed class Entry
    {
        private volatile SparseMatrix? _matrix;

        public SparseMatrix? Matrix { get => _matrix; set => _matrix = value; }

        public long LastUse { get; set; }
    }
}
