using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Recipes;

namespace Windrow.Maps.Definitions;

/// <summary>
/// Reads a folder of recipes as arkimaps writes them (ARPA-SIMC/arkimaps 1.43): every <c>*.yaml</c> in it and below, in the
/// order of their paths, by the rules of YAML 1.1. All that is wrong is reported at once; a file, recipe, input definition
/// or flavour that is refused leaves the rest as it is.
/// </summary>
public sealed class RecipeFolder(IFileSystem files, RecipeLimits? limits = null)
{
    private const string Suffix = ".yaml";

    private readonly RecipeLimits _limits = limits ?? RecipeLimits.Default;

    /// <param name="folder">The folder; its subfolder <c>static</c> is looked through first for static files.</param>
    /// <param name="diagnostics">Takes the findings.</param>
    /// <param name="staticFolders">Further folders of static files, in the order in which they are looked through.</param>
    /// <returns>Null when the folder cannot be read at all.</returns>
    public MapDefinitions? Read(string folder, DiagnosticBag diagnostics, IReadOnlyList<string>? staticFolders = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (Roots(folder, diagnostics) is not { } roots)
            return null;
        var statics = new StaticFiles(files, [Path.Combine(folder, "static"), .. staticFolders ?? []]);
        var inputs = new InputReader(new InputTypes(statics, _limits), _limits, diagnostics);
        var flavours = new FlavourReader(statics, _limits, diagnostics);
        var drafts = new SortedDictionary<string, RecipeDraft>(StringComparer.Ordinal);
        foreach (var (path, root) in roots)
        {
            if (root["inputs"] is { } some)
                inputs.Read(some);
            if (root["flavours"] is { } others)
                flavours.Read(others, path);
            if (root["recipe"] is not null || root["extends"] is not null)
                drafts.Add(path[..^Suffix.Length], new RecipeDraft(path[..^Suffix.Length], path, root));
            else if (root["inputs"] is null && root["flavours"] is null)
                diagnostics.Warning(MapRules.NotDefinitions, root, "the file holds neither a recipe nor inputs nor flavours", Suggestion.Phrase(root.Entries.Count > 0 ? root.Entries[0].Name : "", ["recipe", "extends", "inputs", "flavours"]));
        }

        inputs.RefuseLoops();
        var reader = new RecipeReader(drafts, _limits, diagnostics);
        var recipes = new List<Recipe>();
        foreach (var draft in drafts.Values)
        {
            if (reader.Read(draft) is { } recipe)
                recipes.Add(recipe);
        }

        var definitions = new MapDefinitions(recipes, inputs.Inputs, flavours.Flavours.Values);
        ReferenceCheck.Report(definitions, inputs.Refused, diagnostics);
        return definitions;
    }

    private List<(string Path, MappingNode Root)>? Roots(string folder, DiagnosticBag diagnostics)
    {
        var at = new SourceLocation(folder, 0, 0);
        var prefix = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        IReadOnlyList<FileEntry> entries;
        try
        {
            if (files.Find(folder) is not { IsDirectory: true })
            {
                diagnostics.Error(Rules.MissingFile, at, "there is no such folder", "name the folder that holds the recipes");
                return null;
            }

            entries = [.. files.List(prefix, recursive: true).Where(static entry => entry.Path.EndsWith(Suffix, StringComparison.Ordinal))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(Rules.MissingFile, at, $"the folder cannot be read: {exception.Message}");
            return null;
        }

        if (entries.Count > _limits.MaximumFiles || entries.Sum(static entry => entry.Length) > _limits.MaximumSize)
        {
            diagnostics.Error(
                MapRules.TooManySteps, at, string.Create(CultureInfo.InvariantCulture, $"the folder holds {entries.Count} recipe files with {entries.Sum(static entry => entry.Length)} bytes"),
                string.Create(CultureInfo.InvariantCulture, $"{_limits.MaximumFiles} files and {_limits.MaximumSize} bytes are allowed"));
            return null;
        }

        var roots = new List<(string, MappingNode)>();
        foreach (var entry in entries)
        {
            var path = Path.GetRelativePath(prefix, entry.Path).Replace('\\', '/');
            if (ReadRoot(entry, Path.Combine(folder, path), diagnostics) is { } root)
                roots.Add((path, root));
        }

        return roots;
    }

    private MappingNode? ReadRoot(FileEntry entry, string name, DiagnosticBag diagnostics)
    {
        var whole = new SourceLocation(name, 0, 0);
        if (entry.Length > _limits.MaximumFileSize)
        {
            diagnostics.Error(Rules.TooLarge, whole, string.Create(CultureInfo.InvariantCulture, $"the file has {entry.Length} bytes; {_limits.MaximumFileSize} are allowed"), "data does not belong into a recipe");
            return null;
        }

        byte[] bytes;
        try
        {
            using var stream = files.OpenRead(entry.Path);
            bytes = new byte[entry.Length];
            bytes = bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(Rules.MissingFile, whole, $"the file cannot be read: {exception.Message}");
            return null;
        }

        var limits = new ConfigLimits { MaxSize = _limits.MaximumFileSize, MaxNodes = _limits.MaximumNodes };
        var root = ConfigReader.Read(bytes, name, diagnostics, ConfigDialect.Yaml11, substitution: null, limits);
        if (root is MappingNode mapping)
            return mapping;
        if (root is not null)
            diagnostics.Error(MapRules.NotDefinitions, root, $"the file holds {root.Describe()}", "write a mapping with 'recipe', 'inputs' or 'flavours'");
        return null;
    }
}
