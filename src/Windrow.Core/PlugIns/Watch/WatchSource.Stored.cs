using Windrow.Core.IO;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns.Watch;

/// <content>Its files as inputs that can be brought in again.</content>
internal sealed partial class WatchSource : IStoredInputs
{
    private string? MovedTo => options is { Done: DonePolicy.Move, MoveTo: { } place } ? Path.TrimEndingDirectorySeparator(plugIn.FullPath(place)) : null;

    public string? Root => _directory;

    public bool FindsNewFiles => true;

    public IReadOnlyList<string> PlacesOf(string position) =>
        MovedTo is { } moved && position.StartsWith(_directory + "/", StringComparison.Ordinal) ? [position, moved + position[_directory.Length..]] : [position];

    public IReadOnlyList<StoredInput> List(string source)
    {
        var found = new SortedDictionary<string, StoredInput>(StringComparer.Ordinal);
        foreach (var root in new[] { _directory, MovedTo })
        {
            if (root is null || _files.Find(root) is not { IsDirectory: true })
                continue;
            foreach (var entry in _files.List(root, options.Recursive))
            {
                // Where one of the name came again, the new one is the one that counts.
                var position = _directory + entry.Path[root.Length..];
                if (IsInput(entry) && !IsElsewhere(entry, root) && TimeOf(entry, position) is { } time)
                    found.TryAdd(position, new StoredInput(source, position, entry, time));
            }
        }

        return [.. found.Values];
    }

    public async Task ReadAsync(IReadOnlyList<StoredInput> inputs, SourceContext context, CancellationToken stop)
    {
        _context = context;
        _journal ??= options.Journal is { } named ? new WatchJournal(_files, plugIn.FullPath(named)) : new StoredWatchJournal(context.Store, context.Name);
        _finishing ??= new FileFinishing(Finish);
        foreach (var input in inputs)
        {
            if (!input.IsMoved)
                await Read(input.File, context, stop).ConfigureAwait(false);
            else if (MetadataOf(input.File with { Path = input.Position }) is { } metadata)
                await Read(input.File, input.Position, metadata, file: null, context, stop).ConfigureAwait(false);
        }
    }

    // What was moved may be in a directory below the one that is watched.
    private bool IsElsewhere(FileEntry entry, string root) => root == _directory && MovedTo is { } moved && entry.Path.StartsWith(moved + "/", StringComparison.Ordinal);

    // The first time in the name; null: the name is not one of this source.
    private DateTime? TimeOf(FileEntry entry, string position)
    {
        if (MetadataOf(entry with { Path = position }) is not { } metadata)
            return null;
        foreach (var field in options.Pattern?.Fields ?? [])
        {
            if (metadata.TryGet(field, out var value) && value.TryGetTimestamp(out var time))
                return time;
        }

        return entry.Modified;
    }
}
