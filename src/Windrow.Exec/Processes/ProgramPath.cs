using System.Collections.Concurrent;

namespace Windrow.Exec.Processes;

/// <summary>Finds programs as a shell does.</summary>
public static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly ConcurrentDictionary<string, string> Found = new(StringComparer.Ordinal);

    /// <summary>The full path of a program on the search path.</summary>
    /// <exception cref="ProgramException">It is not there.</exception>
    public static string Find(string name) =>
        Found.TryGetValue(name, out var known) ? known
        : Search(name, null) is { } path ? Found.GetOrAdd(name, path)
        : throw new ProgramException($"there is no program '{name}' on the search path; it is a part of util-linux");

    /// <summary>The full path of a program; null: it is not there, or cannot be executed.</summary>
    /// <param name="name">With a slash, a path; without, a name to be searched for.</param>
    /// <param name="directory">What a relative path is relative to.</param>
    public static string? Search(string name, string? directory)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var full = Path.GetFullPath(name, directory ?? "/");
            return IsProgram(full) ? full : null;
        }

        foreach (var folder in (System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(folder, name);
            if (IsProgram(path))
                return path;
        }

        return null;
    }

    private static bool IsProgram(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.UnixFileMode & Executable) != 0;
    }
}
