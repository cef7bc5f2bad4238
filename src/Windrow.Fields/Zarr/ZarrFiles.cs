using Windrow.Core.IO;

namespace Windrow.Fields.Zarr;

/// <summary>
/// Files that appear when they are whole and durable: what is written has a temporary name until it is published, with all others of the batch.
/// </summary>
internal sealed class ZarrFiles(IFileSystem files)
{
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    public bool Exists(string path) => _waiting.Contains(path) || files.Find(path) is not null;

    public byte[] Read(string path)
    {
        // What waits is newer.
        using var stream = files.OpenRead(_waiting.Contains(path) ? Temporary(path) : path);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    public void CreateDirectory(string path)
    {
        files.CreateDirectory(path);
        _directories.Add(Path.GetDirectoryName(path)!);
    }

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        _waiting.Add(path);
        using var file = files.OpenWrite(Temporary(path));
        file.Write(content);
    }

    /// <summary>Makes what waits durable, and gives it its names.</summary>
    public void Publish()
    {
        foreach (var path in _waiting)
        {
            using var file = files.OpenWrite(Temporary(path), append: true);
            file.Sync();
        }

        foreach (var path in _waiting)
        {
            files.Move(Temporary(path), path);
            _directories.Add(Path.GetDirectoryName(path)!);
        }

        _waiting.Clear();
        foreach (var directory in _directories)
            files.SyncDirectory(directory);
        _directories.Clear();
    }

    /// <summary>Removes what waits: on a full disk it would be in the way of everything else.</summary>
    public void Discard()
    {
        foreach (var path in _waiting)
        {
            try
            {
                if (files.Find(Temporary(path)) is not null)
                    files.Delete(Temporary(path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Nobody reads it, and the next run writes over it.
            }
        }

        _waiting.Clear();
    }

    private static string Temporary(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.part");
}
