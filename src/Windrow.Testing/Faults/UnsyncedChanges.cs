namespace Windrow.Testing.Faults;

/// <summary>What a power cut takes back: everything since the file, or the directory for names, was last made durable.</summary>
internal sealed class UnsyncedChanges(Random? survival)
{
    private readonly List<Change> _changes = [];
    private readonly Dictionary<string, TrackedFile> _files = [];

    public TrackedFile this[string path]
    {
        get
        {
            path = Path.GetFullPath(path);
            return _files.TryGetValue(path, out var file) ? file : _files[path] = new TrackedFile(path);
        }
    }

    public void Add(Change change) => _changes.Add(change);

    /// <summary>The file gets a new name; call it after the move.</summary>
    public void Move(string from, string to, byte[]? replaced)
    {
        var file = this[from];
        var former = replaced == null ? null : this[to];
        _files.Remove(file.Path);
        _changes.Add(new Moved(file, file.Path, former, replaced));
        file.Path = Path.GetFullPath(to);
        _files[file.Path] = file;
    }

    /// <summary>The file is deleted; call it before.</summary>
    public void Delete(string path, byte[] content)
    {
        var file = this[path];
        _changes.Add(new Deleted(file, content));
        _files.Remove(file.Path); // what comes under the name next is another file
    }

    /// <summary>What is in a file is durable, its name not.</summary>
    public void SyncContent(TrackedFile file) => _changes.RemoveAll(change => change is ContentChanged && change.File == file);

    /// <summary>A file is durable with its name, which was that of files before it.</summary>
    public void SyncWhole(string path)
    {
        path = Path.GetFullPath(path);
        _changes.RemoveAll(change => change.File.Path == path);
    }

    /// <summary>The names in a directory are durable, and what files that lost theirs held does not matter any more.</summary>
    public void SyncNames(string directory)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var gone = new HashSet<TrackedFile>();
        foreach (var change in _changes)
        {
            if (change.File.Directory == directory && (change is Deleted ? change.File : (change as Moved)?.Replaced) is { } file)
                gone.Add(file);
        }

        _changes.RemoveAll(change => gone.Contains(change.File) || (change is not ContentChanged && change.File.Directory == directory));
    }

    public void Undo()
    {
        for (var i = _changes.Count - 1; i >= 0; i--)
            _changes[i].Undo();
        if (survival != null)
        {
            foreach (var change in _changes)
                (change as ContentChanged)?.Survive(survival);
        }

        _changes.Clear();
    }
}
