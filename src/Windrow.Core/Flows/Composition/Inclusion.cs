using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>
/// Follows <c>include</c>. Lists of fragments are put in front of the file's own, in the order in which they are named; of settings the file's own win, and
/// fragments that disagree are an error. A file is taken in once, however often it is named.
/// </summary>
internal sealed class Inclusion(ConfigFiles files)
{
    private const string IncludeKey = "include";
    private const int MostFiles = 10_000;

    // What a flow has one of, so that a fragment cannot say it.
    private static readonly string[] OfTheFlow = ["flow", "overlay", "strict-multio-compat"];

    private readonly DiagnosticBag _diagnostics = files.Diagnostics;
    private readonly List<(string Full, string Named)> _open = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The file with everything that it includes.</summary>
    public MappingNode Expand(MappingNode file, string path)
    {
        if (file[IncludeKey] is not { } include)
            return file;
        _open.Add((Path.GetFullPath(path), path));
        var fragments = new List<MappingNode>();
        foreach (var name in PathList.Read(include, IncludeKey, _diagnostics))
        {
            foreach (var found in Resolve(name, path))
            {
                if (Take(found, name) is { } fragment)
                    fragments.Add(fragment);
            }
        }

        _open.RemoveAt(_open.Count - 1);
        return new SectionMerge(_diagnostics).Merge(file, fragments, IncludeKey);
    }

    private List<string> Resolve(ScalarNode name, string path)
    {
        var full = PathList.Beside(path, name.Text);
        if (!FilePattern.IsPattern(name.Text))
            return [full];
        try
        {
            // A file that stands beside its fragments is none of them.
            var found = FilePattern.Find(files.Services.Files, full);
            found.RemoveAll(each => Path.GetFullPath(each) == _open[^1].Full);
            if (found.Count == 0)
                _diagnostics.Warning(Rules.NothingIncluded, name, $"no file has a name like '{full}'");
            return found;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Error(Rules.MissingFile, name, $"'{full}' cannot be looked for: {exception.Message}");
            return [];
        }
    }

    private MappingNode? Take(string path, ScalarNode name)
    {
        var full = Path.GetFullPath(path);
        var at = _open.FindIndex(each => each.Full == full);
        if (at >= 0)
        {
            var circle = string.Join(" -> ", _open.Skip(at).Select(static each => each.Named).Append(path));
            _diagnostics.Error(Rules.IncludeCycle, name, $"the files include each other in a circle: {circle}", "take one of the 'include' out");
            return null;
        }

        if (!_taken.Add(full))
            return null;
        if (_taken.Count > MostFiles)
        {
            _diagnostics.Error(Rules.TooLarge, name, $"the flow is made of more than {MostFiles} files");
            return null;
        }

        if (files.ReadMapping(path, name.Location, "a fragment of a flow", "correct the path; it is relative to the file that it stands in") is not { } fragment)
            return null;
        foreach (var key in OfTheFlow)
        {
            if (fragment.TryGet(key, out var entry))
                _diagnostics.Error(Rules.NotInFragment, entry.Key, $"'{key}' is for the whole flow and cannot stand in a file that is included", $"write it into '{_open[0].Named}'");
        }

        return Expand(fragment, path);
    }
}
