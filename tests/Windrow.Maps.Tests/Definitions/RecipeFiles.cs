using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions;

namespace Windrow.Maps.Tests.Definitions;

/// <summary>A folder of recipes of a test's own, gone when the test ends.</summary>
internal sealed class RecipeFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("windrow-recipes-").FullName;

    public DiagnosticBag Findings { get; private set; } = new();

    /// <summary>The findings, one a line, with paths from the folder.</summary>
    public string Report => Findings.ToString().ReplaceLineEndings("\n").Replace(Folder + "/", "", StringComparison.Ordinal);

    public RecipeFiles Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public MapDefinitions Read(RecipeLimits? limits = null, params string[] staticFolders)
    {
        Findings = new DiagnosticBag();
        return new RecipeFolder(new PhysicalFileSystem(), limits).Read(Folder, Findings, staticFolders).ShouldNotBeNull(Report);
    }

    /// <summary>The only file is <c>a.yaml</c>.</summary>
    public static RecipeFiles Of(string text) => new RecipeFiles().Write("a.yaml", text);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
