namespace Windrow.Core.PlugIns;

/// <summary>
/// A directory that a flow works in instead of everywhere else, so that a test touches nothing of production: all that it brings in, writes and
/// keeps is looked for below it.
/// </summary>
/// <param name="root">Full path of the directory.</param>
/// <param name="flowDirectory">Full path of the directory of the flow file.</param>
/// <param name="sameAs">Full path of a directory that the flow file stands for one in, such as that of production; null: it stands for itself.</param>
public sealed class Sandbox(string root, string flowDirectory, string? sameAs = null)
{
    private readonly string _configured = sameAs ?? flowDirectory;

    private readonly string _elsewhere = Path.Combine(root, "elsewhere");

    /// <summary>Full path of the directory that all is below.</summary>
    public string Root { get; } = root;

    /// <summary>Whether messages name the paths that those of the sandbox stand for, so that they are those of production, ids included.</summary>
    public bool NamesProduction { get; } = sameAs is not null;

    /// <summary>What stands for the directory of the flow file.</summary>
    public string FlowDirectory { get; } = Path.Combine(root, "flow");

    /// <summary>Where a path is within the sandbox.</summary>
    /// <param name="path">A full path.</param>
    public string Map(string path)
    {
        if (IsWithin(path, Root))
            return path;
        var flow = IsWithin(path, flowDirectory) ? flowDirectory : IsWithin(path, _configured) ? _configured : null;
        return flow is null ? Path.Combine(_elsewhere, path.TrimStart('/')) : Path.GetFullPath(Path.GetRelativePath(flow, path), FlowDirectory);
    }

    /// <summary>The path that one within the sandbox stands for.</summary>
    /// <param name="place">A full path below <see cref="Root"/>.</param>
    public string Unmap(string place) => IsWithin(place, FlowDirectory)
        ? Path.GetFullPath(Path.GetRelativePath(FlowDirectory, place), _configured)
        : "/" + Path.GetRelativePath(_elsewhere, place);

    private static bool IsWithin(string path, string directory) => path == directory || path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + "/", StringComparison.Ordinal);
}
