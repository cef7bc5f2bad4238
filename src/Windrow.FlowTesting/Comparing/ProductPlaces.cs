using Windrow.Core.IO;
using Windrow.Fields.Zarr;

namespace Windrow.FlowTesting.Comparing;

/// <summary>Which products there are below a directory: each file is one, and each directory that is a data set.</summary>
internal static class ProductPlaces
{
    /// <param name="entries">All that is below the directory.</param>
    public static IEnumerable<FileEntry> Of(IReadOnlyList<FileEntry> entries, IFileSystem files)
    {
        // Groups and arrays of a store look like stores themselves; the outermost is the one.
        var stores = new List<string>();
        foreach (var directory in entries.Where(static entry => ZarrReader.IsMark(Path.GetFileName(entry.Path))).Select(static entry => Path.GetDirectoryName(entry.Path)!).Order(StringComparer.Ordinal))
        {
            if (!stores.Exists(store => IsWithin(directory, store)))
                stores.Add(directory);
        }

        foreach (var store in stores)
        {
            if (files.Find(store) is { } entry)
                yield return entry;
        }

        foreach (var entry in entries)
        {
            if (!entry.IsDirectory && !stores.Exists(store => IsWithin(entry.Path, store)))
                yield return entry;
        }
    }

    private static bool IsWithin(string path, string store) => path.StartsWith(store, StringComparison.Ordinal) && (path.Length == store.Length || path[store.Length] == '/');
}
