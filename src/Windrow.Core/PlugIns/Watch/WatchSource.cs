using System.Collections.Concurrent;
using System.Threading.Channels;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Core.Sources.Compression;

namespace Windrow.Core.PlugIns.Watch;

/// <summary>
/// Brings in the files of a directory: those that are there, and new ones as they arrive. A file is complete when it
/// was renamed in, or has not changed for a while.
/// </summary>
internal sealed partial class WatchSource(WatchOptions options, PlugInContext plugIn) : Source
{
    // Where the system tells nothing (network file systems), and for events that were lost.
    private static readonly TimeSpan ListAgainAfter = TimeSpan.FromSeconds(60);

    private readonly IFileSystem _files = plugIn.Services.Files;
    private readonly string _directory = Path.TrimEndingDirectorySeparator(plugIn.FullPath(options.Path));

    // Timestamps, not times of day: a clock that is set back keeps no file waiting.
    private readonly Dictionary<string, long> _quietAt = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, long, DateTime), bool> _taken = new();
    private IWatchJournal? _journal;
    private FileFinishing? _finishing;
    private SourceContext? _context;

    public override SourcePromise Promise => SourcePromise.Replayable;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _context = context;
        if (_files.Find(_directory) is not { IsDirectory: true })
            throw NoDirectory(context.Once);
        _journal ??= OpenJournal(context);
        _finishing ??= new FileFinishing(Finish);
        var changes = Channel.CreateUnbounded<FileChange>(new UnboundedChannelOptions { SingleReader = true });
        using var watch = context.Once ? null : _files.Watch(_directory, options.Recursive, change => changes.Writer.TryWrite(change));
        ListAll(context);
        var first = _quietAt.Keys.ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            await ReadQuietFiles(context, stop).ConfigureAwait(false);
            if (first?.Overlaps(_quietAt.Keys) == false)
            {
                context.CaughtUp();
                first = null;
            }

            if (context.Once && _quietAt.Count == 0)
                return;
            await WaitForChange(changes.Reader, context, stop).ConfigureAwait(false);
            while (changes.Reader.TryRead(out var change))
                Note(change, context);
        }
    }

    public override void Settled(Delivery delivery)
    {
        if (delivery.Receipt is WatchedFile file && file.Settle(delivery.Outcome == Outcome.Dead))
            BeginToFinish(file);
    }

    public override Task Acknowledged => _finishing?.Done ?? Task.CompletedTask;

    public override void Close()
    {
        // Nothing is left to be finished, but where the flow was made to stop; then nobody waits for a disk.
        if (_finishing is { Done: { IsCompleted: false } last })
            _ = last.ContinueWith(_ => _journal?.Dispose(), TaskScheduler.Default);
        else
            _journal?.Dispose();
    }

    private IWatchJournal OpenJournal(SourceContext context)
    {
        if (options.Journal is { } named)
            return new WatchJournal(_files, plugIn.FullPath(named));
        var path = plugIn.FullPath($".windrow/{context.Name}.journal");
        if (!context.Store.IsAvailable)
            return new WatchJournal(_files, path);
        var stored = new StoredWatchJournal(context.Store, context.Name);
        if (_files.Find(path) is null)
            return stored;

        // Of a version that kept no state for it, or of runs without state. Renamed only when all of it is durable.
        using (var old = new WatchJournal(_files, path))
            stored.Import(old);
        _files.Move(path, path + ".imported");
        _files.SyncDirectory(Path.GetDirectoryName(path)!);
        return stored;
    }

    // A directory on a disk that is being mounted may come; who takes what is there now does not wait for it.
    private Exception NoDirectory(bool once)
    {
        var text = $"the directory '{_directory}' is not there";
        return once ? new FailureException(Failure.Permanent(text, "make it, or correct 'path'")) : new DirectoryNotFoundException(text);
    }

    private void ListAll(SourceContext context)
    {
        var now = context.Services.Time.GetUtcNow().UtcDateTime;
        foreach (var entry in _files.List(_directory, options.Recursive))
        {
            // A clock that is behind the file system's must not keep a file waiting for ever.
            if (IsWanted(entry))
                _quietAt.TryAdd(entry.Path, After(entry.Modified < now ? options.Quiet - (now - entry.Modified) : options.Quiet, context));
        }
    }

    private static long After(TimeSpan wait, SourceContext context) =>
        context.Services.Time.GetTimestamp() + (wait <= TimeSpan.Zero ? 0 : (long)(wait.TotalSeconds * context.Services.Time.TimestampFrequency));

    private void Note(FileChange change, SourceContext context)
    {
        if (change.Path.Length == 0)
            ListAll(context);
        else if (_files.Find(change.Path) is { IsDirectory: false } entry && IsWanted(entry))
            _quietAt[change.Path] = After(change.IsMovedIn ? TimeSpan.Zero : options.Quiet, context);
    }

    private bool IsInput(FileEntry entry) =>
        !entry.IsDirectory
        && !Path.GetFileName(entry.Path.AsSpan()).StartsWith(".")
        && !entry.Path.StartsWith(_directory + "/.windrow/", StringComparison.Ordinal);

    private bool IsWanted(FileEntry entry) =>
        IsInput(entry)
        && !_taken.ContainsKey((entry.Path, entry.Length, entry.Modified))
        && !_journal!.Contains(entry);

    private async Task ReadQuietFiles(SourceContext context, CancellationToken stop)
    {
        var now = context.Services.Time.GetTimestamp();
        foreach (var path in _quietAt.Where(entry => entry.Value <= now).Select(static entry => entry.Key).Order(StringComparer.Ordinal).ToList())
        {
            stop.ThrowIfCancellationRequested();
            _quietAt.Remove(path);
            if (_files.Find(path) is { } entry && IsWanted(entry))
                await Read(entry, context, stop).ConfigureAwait(false);
        }
    }

    private async Task WaitForChange(ChannelReader<FileChange> changes, SourceContext context, CancellationToken stop)
    {
        var now = context.Services.Time.GetTimestamp();
        var wait = _quietAt.Count == 0 ? ListAgainAfter : context.Services.Time.GetElapsedTime(now, _quietAt.Values.Min());
        if (wait <= TimeSpan.Zero)
            return;
        using var timer = new CancellationTokenSource(wait, context.Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            await changes.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            if (_quietAt.Count == 0)
                ListAll(context);
        }
    }

    private async Task Read(FileEntry entry, SourceContext context, CancellationToken stop)
    {
        if (MetadataOf(entry) is not { } metadata)
            return;
        _taken.TryAdd((entry.Path, entry.Length, entry.Modified), true);
        var file = new WatchedFile(entry);
        await Read(entry, plugIn.NameOf(entry.Path), metadata, file, context, stop).ConfigureAwait(false);
        if (file.Settle(dead: false))
            BeginToFinish(file);
    }

    /// <param name="entry">Where it is now.</param>
    /// <param name="position">How its messages name it.</param>
    /// <param name="file">Null: nothing is to be done with it when its messages are settled.</param>
    private async Task Read(FileEntry entry, string position, Metadata metadata, WatchedFile? file, SourceContext context, CancellationToken stop)
    {
        try
        {
            var reader = ReaderFor(entry.Path);
            var input = new ContentInput(position, metadata, () => Decompression.Open(_files.OpenRead(entry.Path)), file, Origin.VersionOf(entry));
            if (reader is not null)
            {
                await reader.ReadAsync(input, context, stop).ConfigureAwait(false);
            }
            else
            {
                var message = new Message(MessageKind.File, metadata, new FilePayload(entry.Path, entry.Length), new Origin(context.Name, position, Version: Origin.VersionOf(entry)));
                await context.AcceptAsync(message, file, stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            context.Reject(new Origin(context.Name, position), Failure.Permanent($"the file cannot be read: {exception.Message}", "check that it is there and readable", exception), file);
        }
    }

    private Metadata? MetadataOf(FileEntry entry)
    {
        var metadata = Metadata.Empty;
        var name = options.Pattern?.Text.Contains('/', StringComparison.Ordinal) == true ? entry.Path[(_directory.Length + 1)..] : Path.GetFileName(entry.Path);
        if (options.Pattern is not null && !options.Pattern.TryParse(name, out metadata))
            return null;
        return metadata.Change().Set("path", plugIn.NameOf(entry.Path)).Set("size", entry.Length).Set("modified", entry.Modified).Build();
    }

    private ContentReader? ReaderFor(string path)
    {
        if (options.Read == WatchOptions.NoFormat)
            return null;
        if (options.Read != WatchOptions.AnyFormat)
            return plugIn.Readers.First(reader => reader.Name == options.Read);
        Span<byte> head = stackalloc byte[64];
        using var stream = Decompression.Open(_files.OpenRead(path));
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var name = Decompression.ContentName(path);
        foreach (var reader in plugIn.Readers)
        {
            if (reader.Recognises(name, head[..length]))
                return reader;
        }

        return null;
    }

    private bool Stays(WatchedFile file) => file.HasDead || options.Done == DonePolicy.Keep;

    private void BeginToFinish(WatchedFile file)
    {
        if (!Stays(file) || _journal!.Waits)
        {
            _finishing!.Add(file);
            return;
        }

        _journal.Add(file.Entry);
        Forget(file);
    }

    private void Finish(IReadOnlyList<WatchedFile> files)
    {
        var done = new List<WatchedFile>();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Tries(() => Finish(file, changed)))
                done.Add(file);
        }

        // Durable before the state forgets the files: were one there again after a power cut, it would be read as new.
        if (!changed.All(directory => Tries(() => _files.SyncDirectory(directory))))
            return;
        foreach (var file in done)
            Forget(file);
    }

    private void Finish(WatchedFile file, HashSet<string> changed)
    {
        if (Stays(file))
        {
            _journal!.Add(file.Entry);
            return;
        }

        if (options.Done == DonePolicy.Delete)
            _files.Delete(file.Entry.Path);
        else
            changed.Add(Move(file.Entry));
        changed.Add(Path.GetDirectoryName(file.Entry.Path)!);
    }

    /// <returns>The directory that it is in now.</returns>
    private string Move(FileEntry entry)
    {
        var root = Path.TrimEndingDirectorySeparator(plugIn.FullPath(options.MoveTo!));
        var target = Path.Combine(root, entry.Path[(_directory.Length + 1)..]);
        var directory = Path.GetDirectoryName(target)!;
        _files.CreateDirectory(directory);
        _files.Move(entry.Path, target);
        _context!.NoteMoved(new MovedInput(root, target, entry.Length, entry.Modified));
        return directory;
    }

    // From here on the journal, or the file's absence, keeps it from being read again.
    private void Forget(WatchedFile file)
    {
        _taken.TryRemove((file.Entry.Path, file.Entry.Length, file.Entry.Modified), out _);
        _context!.Forget(plugIn.NameOf(file.Entry.Path), Origin.VersionOf(file.Entry));
    }

    // A file that cannot be finished stays taken, and is read again by the next run.
    private bool Tries(System.Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception exception)
        {
            _context!.NotAcknowledged(exception);
            return false;
        }
    }
}
