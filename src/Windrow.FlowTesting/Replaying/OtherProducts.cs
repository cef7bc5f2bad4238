using Windrow.Core.IO;
using Windrow.Core.Patterns;
using Windrow.FlowTesting.Comparing;

namespace Windrow.FlowTesting.Replaying;

/// <summary>The products of another system, which those of a flow are compared with.</summary>
/// <param name="directory">Full path of the directory that they are below.</param>
/// <param name="here">The form of the flow's names, relative to the flow; null: the names are the same.</param>
/// <param name="there">The form of the other's names, relative to <paramref name="directory"/>, of the fields of <paramref name="here"/>.</param>
public sealed class OtherProducts(string directory, FilePattern? here = null, FilePattern? there = null)
{
    /// <summary>Full path of what a product is to be like; null: its name is not of the form that is compared.</summary>
    /// <param name="path">Relative to the flow.</param>
    /// <exception cref="PatternException">A name cannot be taken apart or put together.</exception>
    internal string? PathOf(string path)
    {
        if (here is null || there is null)
            return Path.GetFullPath(path.TrimStart('/'), directory);
        return here.TryParse(path, out var fields) ? Path.GetFullPath(there.Compose(fields), directory) : null;
    }

    internal string Relative(string path) => Path.GetRelativePath(directory, path);

    /// <summary>Full paths of all that is there and is to be compared.</summary>
    internal IEnumerable<string> All(IFileSystem files) => ProductPlaces.Of(files.List(directory, recursive: true), files)
        .Where(entry => !Path.GetFileName(entry.Path.AsSpan()).StartsWith(".") && (there is null || there.TryParse(Path.GetRelativePath(directory, entry.Path), out _)))
        .Select(static entry => entry.Path);
}
