using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Sources;

/// <summary>
/// Remembers how far a source that can be read again has come: for each file the highest offset that was accepted, and
/// which messages below it are not settled. After a restart what was settled is passed over. Safe for several threads.
/// </summary>
/// <remarks>
/// The journal may lag behind, so a restart brings some messages a second time; whoever has an effect recognises them by
/// their ids. Memory: 60 bytes for each open delivery and each file that is not finished.
/// </remarks>
internal sealed class SourceJournal
{
    private readonly Lock _lock = new();
    private readonly IStateStore _store;
    private readonly string _scope;
    private readonly Dictionary<(string Position, ulong Version), Progress> _files = [];
    private List<Delivery> _settled = [];
    private readonly HashSet<(string Position, ulong Version)> _changed = [];
    private bool _isWriting;
    private bool _isClosed;

    public SourceJournal(IStateStore store, string source)
    {
        _store = store;
        _scope = ScopeOf(source);
        foreach (var item in store.ReadItems(_scope))
        {
            // What cannot be read is brought again.
            if (Progress.TryRead(item.Value, out var version, out var progress))
                _files[(item.Key, version)] = progress;
        }
    }

    /// <summary>Messages that were passed over, as an earlier run settled them.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Notes that a message is brought in. False: an earlier run has settled it.</summary>
    public bool Accept(Origin origin)
    {
        var key = (origin.Position, origin.Version);
        lock (_lock)
        {
            if (!_files.TryGetValue(key, out var progress))
                _files.Add(key, progress = new Progress());
            if (progress.Accept(origin.Offset))
                return true;
            PassedOver++;
            return false;
        }
    }

    /// <summary>Notes that a delivery is settled; it is closed when that is durable.</summary>
    public void Settled(Delivery delivery)
    {
        var key = (delivery.Origin.Position, delivery.Origin.Version);
        lock (_lock)
        {
            if (_files.TryGetValue(key, out var progress))
                progress.Settle(delivery.Origin.Offset);
            _changed.Add(key);
            _settled.Add(delivery);
        }

        Write();
    }

    /// <summary>Forgets a file.</summary>
    public void Forget(string position, ulong version)
    {
        lock (_lock)
        {
            if (_files.Remove((position, version)))
                _store.Submit(new ForgetWrite(_scope, position));
        }
    }

    /// <summary>Writes nothing more.</summary>
    public void End()
    {
        lock (_lock)
            _isClosed = true;
    }

    /// <summary>Where the progress of a source is kept.</summary>
    public static string ScopeOf(string source) => $"source/{source}";

    // One write at a time: while it is on its way the next gathers.
    private void Write()
    {
        JournalWrite write;
        lock (_lock)
        {
            if (_isWriting || _isClosed || _settled.Count == 0)
                return;
            _isWriting = true;
            write = new JournalWrite(this, _settled, [.. _changed.Where(_files.ContainsKey).Select(key => (key.Position, _files[key].ToBytes(key.Version)))]);
            _settled = [];
            _changed.Clear();
        }

        _store.Submit(write);
    }

    private void Written(List<Delivery> settled, StateException? failure)
    {
        lock (_lock)
            _isWriting = false;
        if (failure is not null)
            return;
        foreach (var delivery in settled)
            delivery.Close();
        Write();
    }

    private sealed class JournalWrite(SourceJournal journal, List<Delivery> settled, (string Position, byte[] Progress)[] files) : StateWrite
    {
        // Before it is durable nothing is removed that the messages left behind elsewhere.
        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction)
        {
            foreach (var (position, progress) in files)
                transaction.PutItem(journal._scope, position, progress);
        }

        public override void Completed(StateException? failure) => journal.Written(settled, failure);
    }

    private sealed class ForgetWrite(string scope, string position) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.RemoveItem(scope, position);

        public override void Completed(StateException? failure)
        {
        }
    }

    /// <summary>How far one file has been read.</summary>
    private sealed class Progress
    {
        private readonly HashSet<long> _open = [];
        private readonly HashSet<long> _before = [];
        private long _highest = -1;
        private long _highestBefore = -1;

        public bool Accept(long offset)
        {
            if (offset <= _highestBefore && !_before.Contains(offset))
                return false;
            _open.Add(offset);
            _highest = Math.Max(_highest, offset);
            return true;
        }

        public void Settle(long offset)
        {
            _open.Remove(offset);
            _before.Remove(offset);
        }

        public byte[] ToBytes(ulong version)
        {
            var writer = new ByteWriter();
            writer.UInt64(version);
            writer.Int64(Math.Max(_highest, _highestBefore));

            // What was open in the earlier run and has not been brought again is still open.
            var open = _open.Union(_before).ToArray();
            writer.Count(open.Length);
            foreach (var offset in open)
                writer.Int64(offset);
            return writer.Written.ToArray();
        }

        public static bool TryRead(ReadOnlySpan<byte> bytes, out ulong version, out Progress progress)
        {
            progress = new Progress();
            version = 0;
            try
            {
                var reader = new ByteReader(bytes);
                version = reader.UInt64();
                progress._highestBefore = reader.Int64();
                for (var left = reader.Count(); left > 0; left--)
                    progress._before.Add(reader.Int64());
                return true;
            }
            catch (CorruptDataException)
            {
                return false;
            }
        }
    }
}
