using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.Products;

/// <summary>
/// The files that a sink writes, and the ledger of what is in them. What is written is first made durable and then
/// entered; the message is settled when the entry is durable too. So what stands in a file behind the last entry is of a
/// crash, and is cut off before more is written; and a message that comes again finds its entry and has no second effect.
/// </summary>
/// <remarks>
/// Entries are made for many messages at a time: of what was written while the entries before became durable, as soon as
/// they are. A file that was changed by somebody else is begun anew. Without a state store nothing is entered, messages are
/// settled when they are written, and files become durable now and then and at the end. Where the plan goes on behind the sink (<see cref="PlanAction.PassesOn"/>),
/// a message is not settled but emitted, with the file in place of its payload and the file's <c>path</c> in its metadata.
/// </remarks>
public sealed class ProductFiles
{
    private const int MaximumPending = 1_000;
    private const int MaximumKnown = 10_000;
    private static readonly TimeSpan BetweenSyncs = TimeSpan.FromSeconds(1); // where no ledger says what is durable

    private readonly ActionContext _context;
    private readonly IFileSystem _files;
    private readonly Dictionary<string, OpenFile> _known = new(StringComparer.Ordinal);
    private readonly OpenFiles _open;
    private readonly ConcurrentDictionary<(string Path, MessageId Id), bool> _entering = new();
    private readonly ConcurrentQueue<List<PendingProduct>> _entered = new(); // and not yet passed on
    private List<PendingProduct> _pending = [];
    private int _commits; // that the store has not yet made durable
    private long _synced;

    /// <summary>Made in <see cref="PlanAction.Start"/>. The sink has a stage in front (<see cref="PlanAction.Waits"/>), and passes its own calls on to those here.</summary>
    public ProductFiles(ActionContext context)
    {
        _context = context;
        _files = context.Services.Files;
        _open = new OpenFiles(_files, HasLedger);
    }

    /// <summary>How messages name a file.</summary>
    public Func<string, string> NameOf { get; init; } = static path => path;

    private bool HasLedger => _context.Store.IsAvailable;

    /// <summary>Writes a message to a file, and settles it when that is durable.</summary>
    /// <param name="append">Whether it is added to a file that is there from an earlier run; otherwise the first message of a run replaces that.</param>
    /// <param name="write">Writes the content; called again when the message is tried again.</param>
    /// <exception cref="IOException">It could not be written; the file is as it was.</exception>
    public void Write(string path, bool append, Message message, Output output, System.Action<IWritableFile> write)
    {
        var file = FileFor(path, append);
        if (HasLedger && IsThere(file, message.Id))
        {
            // It is there, so the file is continued and not begun anew.
            file.IsBegun = true;
            output.Wrote(message, path, continues: true);
            Done(message, file, output);
            return;
        }

        var replaces = !file.IsBegun;
        var offset = replaces ? 0 : file.Length;
        if (replaces)
            _open.Publish(file, write);
        else
            _open.Add(file, write);
        output.Wrote(message, path, continues: !replaces);
        if (!HasLedger)
        {
            Done(message, file, output);
            return;
        }

        if (_context.IsFollowed)
            output.Hold(message);
        else
            output.DeliverWhenDurable(message);
        _entering.TryAdd((path, message.Id), true);
        file.Note(message.Id);
        _pending.Add(new PendingProduct(message, file, offset, file.Length - offset, replaces));
        if (_pending.Count >= MaximumPending)
            Commit(output);
    }

    /// <summary>The messages that were waiting are worked off.</summary>
    public void EndBatch(bool more, Output output)
    {
        if (more || _commits > 0)
            return;
        if (HasLedger)
            Commit(output);
        else if (_context.Services.Time.GetElapsedTime(_synced) >= BetweenSyncs)
            SyncAll();
    }

    /// <summary>Makes durable what was written, and passes the flush on; when some of it is written again, the flush comes again behind that.</summary>
    public void Flush(Message flush, Output output)
    {
        if (!HasLedger)
            SyncAll();
        if (Commit(output) is { } failure)
        {
            output.Fail(flush, failure);
        }
        else if (!_context.IsFollowed)
        {
            output.Deliver(flush);
        }
        else
        {
            // It overtakes nothing: what it comes behind is passed on before.
            if (_commits > 0)
                EnterNow(static _ => { });
            PassOn(output);
            output.Emit(flush);
        }
    }

    // Makes durable what was written, and enters it; returns why some of it is written again, or null.
    private Failure? Commit(Output output)
    {
        if (_pending.Count == 0)
            return null;
        Failure? failure = null;
        var pending = _pending;
        _pending = [];
        foreach (var file in pending.Select(static each => each.File).Distinct().ToList())
        {
            if (OpenFiles.TrySync(file, out var because))
                continue;
            failure = because;
            TakeBack(pending, file, because!, output);
        }

        if (pending.Count > 0)
        {
            _commits++;
            var write = new LedgerWrite(_context, pending, _entering, _context.IsFollowed ? _entered : null);
            _context.PostWhen(write.Done, Committed);
            _context.Store.Submit(write);
        }

        return failure;
    }

    /// <summary>The entries are durable, or the store has failed: what was written meanwhile is next.</summary>
    private void Committed(Output output)
    {
        PassOn(output);
        if (--_commits == 0)
            Commit(output);
    }

    // What is entered goes on to the actions behind.
    private void PassOn(Output output)
    {
        while (_entered.TryDequeue(out var written))
        {
            foreach (var each in written)
                PassOn(each.Message, each.File, output);
        }
    }

    private void Done(Message message, OpenFile file, Output output)
    {
        if (_context.IsFollowed)
            PassOn(message, file, output);
        else
            output.Deliver(message);
    }

    private void PassOn(Message message, OpenFile file, Output output)
    {
        message.ReplacePayload(new FilePayload(file.Path, file.Length));
        message.Metadata = message.Metadata.With("path", NameOf(file.Path));
        output.Emit(message);
    }

    /// <summary>Closes the files; without a ledger they are made durable before.</summary>
    public void Close()
    {
        if (!HasLedger)
            SyncAll();
        foreach (var file in _known.Values)
            file.Handle?.Dispose();
        _known.Clear();
    }

    private bool IsThere(OpenFile file, MessageId id) =>
        (file.Written is null ? null : file.Written.Contains(id)) ?? (_entering.ContainsKey((file.Path, id)) || _context.Store.Open().HasProduct(file.Path, id, _context.Configuration));

    // Once for each file that an earlier run has written to, and not for each message.
    private WrittenIds? EarlierIds(string path)
    {
        var ids = _context.Store.Open().ReadProductIds(path, _context.Configuration, WrittenIds.Most + 1);
        if (ids.Count > WrittenIds.Most)
            return null;
        var written = new WrittenIds();
        foreach (var id in ids)
            written.Add(id);
        return written;
    }

    // Seldom: once for a file that is not ours from the beginning.
    private void EnterNow(System.Action<IStateTransaction> change)
    {
        var write = new AwaitedWrite(change);
        _context.Store.Submit(write);
        write.Wait();
    }

    private OpenFile FileFor(string path, bool append)
    {
        if (_known.TryGetValue(path, out var known))
            return known;
        if (_known.Count >= MaximumKnown)
            Forget();
        var onDisk = _files.Find(path)?.Length;
        var entered = HasLedger ? _context.Store.Open().FindProductFile(path) : null;
        if (entered is not null && (onDisk is null || onDisk < entered.Length || (onDisk > entered.Length && !entered.IsOpen)))
        {
            // Somebody else has been at it, so it is begun anew; were the old entry still there after a crash, the new
            // file would be cut back to the length of the old one.
            EnterNow(transaction => transaction.ForgetProducts(path));
            entered = null;
        }

        var wasEntered = entered is not null;
        if (entered is null && append && HasLedger)
        {
            // What is there is not ours, and stays; what a crash leaves behind it does not.
            entered = new ProductFile(onDisk ?? 0, IsOpen: true);
            EnterNow(transaction => transaction.PutProductFile(path, entered));
        }

        var file = new OpenFile(path, wasEntered ? EarlierIds(path) : new WrittenIds())
        {
            Length = entered?.Length ?? onDisk ?? 0,
            Durable = entered?.Length ?? onDisk ?? 0,
            IsBegun = onDisk is not null && (append || entered is { IsOpen: true }),
        };
        if (entered is not null && onDisk > entered.Length)
        {
            _open.Open(file).Truncate(entered.Length);
            file.Handle!.Sync();
        }

        _known.Add(path, file);
        return file;
    }

    // After an fsync that failed nobody knows what is on the disk: what was not durable before is cut off and written anew. What was, as the
    // message is that the file was made with, is entered as ever.
    private void TakeBack(List<PendingProduct> pending, OpenFile file, Failure failure, Output output)
    {
        _open.Close(file);
        _open.Open(file).Truncate(file.Durable);
        file.Length = file.Durable;
        foreach (var each in pending.Where(each => each.File == file && each.Offset >= file.Durable).ToList())
        {
            pending.Remove(each);
            _entering.TryRemove((file.Path, each.Message.Id), out _);
            file.Written?.Remove(each.Message.Id);
            output.Fail(each.Message, failure);
        }
    }

    private void SyncAll()
    {
        _synced = _context.Services.Time.GetTimestamp();
        var directories = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in _known.Values)
        {
            if (file.Handle is null)
                continue;
            file.Handle.Sync();
            directories.Add(Path.GetDirectoryName(file.Path)!);
        }

        foreach (var directory in directories)
            _files.SyncDirectory(directory);
    }

    // With a ledger everything can be looked up again; without one it must be remembered that a file was begun.
    private void Forget()
    {
        if (!HasLedger || _pending.Count > 0)
            return;
        foreach (var file in _known.Values)
            _open.Close(file);
        _known.Clear();
    }
}
