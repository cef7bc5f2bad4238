using System.Text;
using Windrow.Core.IO;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Watch;

/// <summary>
/// Remembers which files are done, by path, size and time of change, in a file of JSON lines. A line is durable before
/// <see cref="Add"/> returns; half a line at the end, from a crash, is ignored. Safe for several threads.
/// </summary>
internal sealed class WatchJournal : IWatchJournal
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Length, DateTime Modified)> _done = new(StringComparer.Ordinal);
    private readonly IFileSystem _files;
    private readonly string _path;
    private IWritableFile? _file;

    public WatchJournal(IFileSystem files, string path)
    {
        _files = files;
        _path = path;
        if (files.Find(path) is not null)
            Load();
    }

    public bool Waits => true;

    /// <summary>The files that are done, as they were at the start; later ones are left out.</summary>
    public IReadOnlyCollection<KeyValuePair<string, (long Length, DateTime Modified)>> Done => _done;

    public bool Contains(FileEntry entry)
    {
        lock (_lock)
            return _done.TryGetValue(entry.Path, out var known) && known == (entry.Length, entry.Modified);
    }

    public void Add(FileEntry entry)
    {
        var line = Metadata.From(("path", entry.Path), ("size", entry.Length), ("modified", entry.Modified)) + "\n";
        lock (_lock)
        {
            var isNew = _file is null && Open();
            Write(Encoding.UTF8.GetBytes(line));
            if (isNew)
                _files.SyncDirectory(Path.GetDirectoryName(_path)!);
            _done[entry.Path] = (entry.Length, entry.Modified);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    // True: the file is new. A name that a power cut takes back takes the lines along, however durable they are.
    private bool Open()
    {
        var isNew = _files.Find(_path) is null;
        _files.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = _files.OpenWrite(_path, append: true);
        return isNew;
    }

    // Half a line, of a disk that is full, would spoil the next one.
    private void Write(ReadOnlySpan<byte> line)
    {
        var length = _file!.Length;
        try
        {
            _file.Write(line);
            _file.Sync();
        }
        catch (IOException)
        {
            _file.Truncate(length);
            throw;
        }
    }

    private void Load()
    {
        using var reader = new StreamReader(_files.OpenRead(_path));
        while (reader.ReadLine() is { } line)
        {
            try
            {
                var entry = MetadataJson.Parse(Encoding.UTF8.GetBytes(line));
                if (entry.TryGetString("path", out var path) && entry.TryGetInt64("size", out var size)
                    && entry.TryGetString("modified", out var text) && TimeText.TryParse(text, out var modified))
                    _done[path] = (size, modified);
            }
            catch (System.Text.Json.JsonException)
            {
                // Cut off by a crash: the file it spoke of is read again, and its products are the same.
            }
        }
    }
}
