using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Fields.PlanFiles;

namespace Windrow.Fields.Tests.PlanFiles;

/// <summary>Plan files of multio in a directory of their own, with an environment of their own.</summary>
internal sealed class PlanText : IDisposable
{
    public static readonly PlugInCatalog Catalog = new PlugInCatalog().AddCore().AddFields();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("windrow-plans-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public DiagnosticBag Diagnostics { get; private set; } = new();

    public EngineServices Services => new() { Environment = name => Environment.GetValueOrDefault(name) };

    public string this[string name] => Path.Combine(Directory, name);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    public string Write(string name, string text)
    {
        var path = this[name];
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Reads a file that is written first.</summary>
    public PlanFile? Read(string text)
    {
        Diagnostics = new DiagnosticBag();
        return PlanFile.Read(Write("multio.yaml", text), Services, Diagnostics);
    }

    /// <summary>The native form of a section.</summary>
    public string Native(string text, string section = PlanFile.ClientSection) => Read(text)?.Translate(section)?.ToString() ?? "";

    public FlowDefinition? Flow(string text, string section = PlanFile.ClientSection) => Read(text)?.Flow(section, Catalog);

    /// <summary>The findings, without the directory of the files.</summary>
    public string Findings => Diagnostics.ToString().Replace(Directory + "/", "", StringComparison.Ordinal);
}
