using Windrow.Core.Configuration;
using Windrow.Core.Flows.Composition;

namespace Windrow.Core.Tests.Flows.Composition;

/// <summary>A directory with the files of a flow, and what comes of putting them together.</summary>
internal sealed class FlowFiles : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-test-").FullName;

    public FlowFiles Write(string name, string yaml)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, yaml);
        return this;
    }

    /// <summary>The flow of <c>flow.yaml</c> as YAML; nothing may be reported.</summary>
    public string Show(params string[] overlays)
    {
        var shown = Compose(out var findings, overlays);
        findings.ShouldBeEmpty();
        return shown.ShouldNotBeNull();
    }

    /// <summary>What is reported, with paths relative to the directory.</summary>
    public string[] Findings(params string[] overlays)
    {
        Compose(out var findings, overlays);
        return findings;
    }

    public string? Compose(out string[] findings, params string[] overlays)
    {
        var diagnostics = new DiagnosticBag();
        var path = Path.Combine(_directory, "flow.yaml");
        var composer = new FlowComposer(new ConfigFiles(new EngineServices(), diagnostics));
        var root = composer.Read(File.ReadAllBytes(path), path, [.. overlays.Select(name => Path.Combine(_directory, name))]);
        findings = [.. diagnostics.Sorted.Select(finding => finding.ToString().Replace(_directory + "/", "", StringComparison.Ordinal))];
        return root?.ToString();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
