using System.Runtime.CompilerServices;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.PlugIns;

/// <summary>
/// Loads the assemblies of plug-ins that are in directories, each in a load context of its own, and takes what they register into a catalog. What
/// was loaded stays until the process ends: a flow may hold objects of it for as long.
/// </summary>
internal static class PlugInLoading
{
    /// <returns>False when something is wrong, which is in the diagnostics; then a flow cannot be judged, as it may name what is missing.</returns>
    public static bool Load(PlugInCatalog catalog, EngineServices services, string flowPath, ConfigNode? root, DiagnosticBag diagnostics)
    {
        var errors = diagnostics.ErrorCount;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directory in PlugInDirectories.Of(services, Path.GetDirectoryName(Path.GetFullPath(flowPath))!, root))
        {
            if (services.Files.Find(directory.Path) is { IsDirectory: true })
                LoadAll(directory.Path, seen, catalog, services.Files, diagnostics);
            else if (directory.NamedAt is { } at)
                diagnostics.Error(Rules.MissingFile, at, $"there is no directory of plug-ins '{directory.Path}'", "make it, or leave it out");
        }

        return diagnostics.ErrorCount == errors;
    }

    private static void LoadAll(string directory, HashSet<string> seen, PlugInCatalog catalog, IFileSystem files, DiagnosticBag diagnostics)
    {
        foreach (var folder in files.List(directory, recursive: true).GroupBy(file => Path.GetRelativePath(directory, file.Path).Split('/', 2)[0]))
        {
            var path = Path.Combine(directory, folder.Key, $"{folder.Key}.dll");
            var at = new SourceLocation(Path.Combine(directory, folder.Key), 0, 0);
            if (folder.FirstOrDefault(file => file.Path == path) is { } assembly)
            {
                if (seen.Add(folder.Key))
                    LoadOnce(assembly, catalog, files, diagnostics);
            }
            else if (folder.Key.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            {
                var name = Path.GetFileNameWithoutExtension(folder.Key);
                diagnostics.Warning(Rules.PlugInFolder, at, "an assembly of plug-ins has a folder of its own", $"move it and what it needs to '{name}/'");
            }
            else if (folder.Any(file => file.Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
            {
                diagnostics.Warning(Rules.PlugInFolder, at, $"this folder has no '{folder.Key}.dll', so nothing of it is loaded", "name the folder as the assembly");
            }
        }
    }

    private static void LoadOnce(FileEntry file, PlugInCatalog catalog, IFileSystem files, DiagnosticBag diagnostics)
    {
        var at = new SourceLocation(file.Path, 0, 0);
        if (catalog.Origins.FirstOrDefault(origin => origin.Path == file.Path) is { } loaded)
        {
            if (loaded.Modified != file.Modified)
                diagnostics.Warning(Rules.PlugInAssembly, at, "the assembly was changed after it was loaded, and is used as it was", "stop the flow and start it again");
            return;
        }

        try
        {
            LoadInto(catalog, file, files);
        }
        catch (PlugInLoadException exception)
        {
            diagnostics.Error(exception.Rule, at, exception.Message, exception.Advice);
        }
    }

    // Apart, so that a program without plug-ins does not even load what is needed for that.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadInto(PlugInCatalog catalog, FileEntry file, IFileSystem files) => new PlugInAssembly(file, files).Register(catalog);
}
