using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions.Reading;

namespace Windrow.Maps.Definitions;

/// <summary>Finds static files in the folders that may hold them, the first folder first, and nowhere else.</summary>
internal sealed class StaticFiles(IFileSystem files, IReadOnlyList<string> folders)
{
    /// <param name="written">The path as it was written.</param>
    /// <param name="path">The path to look for, relative to each of the folders.</param>
    /// <param name="at">Where it was written.</param>
    /// <param name="fields">Takes what is wrong.</param>
    /// <returns>The path of the file, null when it was refused or not found.</returns>
    public string? Find(string written, string path, ConfigNode at, FieldReader fields)
    {
        if (Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..") || path.Contains('\0', StringComparison.Ordinal) || path.Length is 0 or > 1000)
        {
            fields.Error(MapRules.OutsideFolder, at, $"the path '{Shortened(written)}' of {fields.Subject} leads out of the folder of static files", "write a path relative to it, without '..'");
            return null;
        }

        foreach (var folder in folders)
        {
            var candidate = Path.Combine(folder, path);
            if (files.Find(candidate) is { IsDirectory: false })
                return candidate;
        }

        fields.Error(Rules.MissingFile, at, $"the file '{Shortened(path)}' of {fields.Subject} is in none of the folders of static files", $"it was looked for in {string.Join(", ", folders)}");
        return null;
    }

    private static string Shortened(string path) => path.Length <= 100 ? path : string.Concat(path.AsSpan(0, 97), "...");
}
