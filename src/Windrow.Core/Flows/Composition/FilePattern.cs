using System.IO.Enumeration;
using Windrow.Core.IO;

namespace Windrow.Core.Flows.Composition;

/// <summary>
/// The names of files by a pattern as shells have it: <c>*</c> and <c>?</c> within one name, <c>**</c> for any number of directories. A name that
/// begins with a full stop is meant only where the pattern has it too.
/// </summary>
internal static class FilePattern
{
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The files, in ordinal order of their paths, as they are named when the pattern is.</summary>
    public static List<string> Find(IFileSystem files, string pattern)
    {
        var segments = pattern.Split('/');
        var first = Array.FindIndex(segments, IsPattern);
        var directory = string.Join('/', segments[..first]);
        if (first > 0 && directory.Length == 0)
            directory = "/";
        var rest = segments[first..];
        var top = Path.GetFullPath(directory.Length == 0 ? "." : directory);
        var found = new List<string>();
        if (files.Find(top) is not { IsDirectory: true })
            return found;
        foreach (var entry in files.List(top, recursive: rest.Length > 1))
        {
            var name = Path.GetRelativePath(top, entry.Path);
            if (!entry.IsDirectory && Matches(rest, name.Split('/')))
                found.Add(Path.Combine(directory, name));
        }

        return found;
    }

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> name)
    {
        if (pattern.IsEmpty)
            return name.IsEmpty;
        if (pattern[0] == "**")
        {
            for (var skipped = 0; skipped <= name.Length; skipped++)
            {
                if (Matches(pattern[1..], name[skipped..]))
                    return true;
                if (skipped < name.Length && name[skipped].StartsWith('.'))
                    return false;
            }

            return false;
        }

        return !name.IsEmpty && name[0].StartsWith('.') == pattern[0].StartsWith('.')
            && FileSystemName.MatchesSimpleExpression(pattern[0], name[0], ignoreCase: false) && Matches(pattern[1..], name[1..]);
    }
}
