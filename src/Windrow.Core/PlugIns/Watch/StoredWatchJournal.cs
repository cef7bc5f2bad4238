using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Watch;

/// <summary>
/// Remembers in the flow's state which files are done, in the transactions that the store makes anyway. A file that is
/// not remembered yet when the process ends is read again, and its messages are known.
/// </summary>
internal sealed class StoredWatchJournal : IWatchJournal
{
    private const int AtATime = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Length, DateTime Modified)> _done = new(StringComparer.Ordinal);
    private readonly FlowStore _store;
    private readonly string _scope;

    public StoredWatchJournal(FlowStore store, string source)
    {
        _store = store;
        _scope = ScopeOf(source);
        var after = "";
        while (store.Exists && store.Open().ReadItems(_scope, after, AtATime) is { Count: > 0 } page)
        {
            foreach (var item in page)
                Load(item);
            after = page[^1].Key;
        }
    }

    public bool Waits => false;

    /// <summary>Where the files of a source are kept that are done.</summary>
    public static string ScopeOf(string source) => $"watched/{source}";

    public bool Contains(FileEntry entry)
    {
        lock (_lock)
            return _done.TryGetValue(entry.Path, out var known) && known == (entry.Length, entry.Modified);
    }

    public void Add(FileEntry entry)
    {
        lock (_lock)
            _done[entry.Path] = (entry.Length, entry.Modified);
        _store.Submit(new Write(_scope, entry.Path, ToBytes(entry.Length, entry.Modified)));
    }

    /// <summary>Takes over what a journal file remembers; it is durable then.</summary>
    /// <exception cref="StateException">It could not be kept.</exception>
    public void Import(WatchJournal journal)
    {
        foreach (var some in journal.Done.Chunk(AtATime))
        {
            var write = new AwaitedWrite(transaction =>
            {
                foreach (var (path, (length, modified)) in some)
                    transaction.PutItem(_scope, path, ToBytes(length, modified));
            });
            _store.Submit(write);
            write.Wait();
            lock (_lock)
            {
                foreach (var (path, state) in some)
                    _done[path] = state;
            }
        }
    }

    public void Dispose()
    {
    }

    private static byte[] ToBytes(long length, DateTime modified)
    {
        var writer = new ByteWriter();
        writer.Int64(length);
        writer.Int64(modified.Ticks);
        return writer.Written.ToArray();
    }

    private void Load(StateItem item)
    {
        try
        {
            var reader = new ByteReader(item.Value);
            _done[item.Key] = (reader.Int64(), reader.Time());
        }
        catch (CorruptDataException)
        {
            // The file it speaks of is read again, and its messages are known.
        }
    }

    private sealed class Write(string scope, string path, byte[] state) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.PutItem(scope, path, state);

        // A store that failed stops the flow; the next run reads the file again.
        public override void Completed(StateException? failure)
        {
        }
    }
}
