namespace Windrow.Core.PlugIns;

/// <summary>
/// A directory that a flow works in instead of everywhere else, so that a test touches nothing of production: all that it brings in, writes and
/// keeps is looked for below it.
/// </summary>
/// <param name="root">Full path of the directory.</param>
/// <param name="flowDirectory">Full path of the directory of the flow file.</param>
public sealed class Sandbox(string root, string flowDirectory)
{
    /// <summary>What stands for the directory of the flow file.</summary>
    public string FlowDirectory { get; } = Path.Combine(root, "flow");

    /// <summary>Where a path is within the sandbox.</summary>
    /// <param name="path">A full path.</param>
    public string Map(string path)
    {
        if (IsWithin(path, root))
            return path;
        return IsWithin(path, flowDirectory)
            ? Path.GetFullPath(Path.GetRelativePath(flowDirectory, path), FlowDirectory)
            : Path.Combine(root, "elsewhere", path.TrimStart('/'));
    }

    private static bool IsWithin(string path, string directory) => path == directory || path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + "/", StringComparison.Ordinal);
}
