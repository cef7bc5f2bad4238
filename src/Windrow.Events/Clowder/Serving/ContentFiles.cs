using Windrow.Core.IO;

namespace Windrow.Events.Clowder.Serving;

/// <summary>
/// The bytes that a server keeps, as files by id. What comes in lies in a directory of its own until its record is durable; what is found there at the start
/// without a record belongs to a request that was broken off. Safe for several threads.
/// </summary>
internal sealed class ContentFiles(string root, IFileSystem files)
{
    private readonly string _incoming = Path.Combine(root, "incoming");

    /// <summary>Opens one for its bytes; it is thrown away unless it is completed.</summary>
    public ContentWriter Begin(string id)
    {
        files.CreateDirectory(_incoming, isPrivate: true);
        return new ContentWriter(id, files.OpenWrite(Path.Combine(_incoming, id)), files);
    }

    /// <summary>Its record is durable.</summary>
    public void Settle(string id)
    {
        var place = PlaceOf(id);
        files.CreateDirectory(Path.GetDirectoryName(place)!);
        files.Move(Path.Combine(_incoming, id), place);
        files.SyncDirectory(Path.GetDirectoryName(place)!);
    }

    /// <summary>It gets no record.</summary>
    public void Discard(string id)
    {
        var path = Path.Combine(_incoming, id);
        if (files.Find(path) is not null)
            files.Delete(path);
    }

    /// <summary>Null: it is not there.</summary>
    public Stream? OpenRead(string id)
    {
        // Its record may be a moment ahead of its move.
        foreach (var path in (string[])[PlaceOf(id), Path.Combine(_incoming, id), PlaceOf(id)])
        {
            if (files.Find(path) is null)
                continue;
            try
            {
                return files.OpenRead(path);
            }
            catch (FileNotFoundException)
            {
                // Moved meanwhile.
            }
        }

        return null;
    }

    public void Remove(string id)
    {
        if (files.Find(PlaceOf(id)) is not null)
            files.Delete(PlaceOf(id));
    }

    /// <summary>Brings into order what a process left that was killed.</summary>
    /// <param name="hasRecord">Whether a record names it.</param>
    public void Sweep(Func<string, bool> hasRecord)
    {
        if (files.Find(_incoming) is null)
            return;
        foreach (var entry in files.List(_incoming))
        {
            var id = Path.GetFileName(entry.Path);
            if (hasRecord(id))
                Settle(id);
            else
                files.Delete(entry.Path);
        }
    }

    // The last digits of an id are those that differ.
    private string PlaceOf(string id) => Path.Combine(root, id[^2..], id);
}
