using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;

namespace Windrow.Core.Tests.Testing;

/// <summary>Flows from YAML, with a test's own source.</summary>
internal static class FlowText
{
    public static FlowDefinition Read(string yaml, Source source, EngineServices? services = null)
    {
        var flow = TryRead(yaml, out var diagnostics, services);
        diagnostics.ToString().ShouldBe("");
        return flow! with { Sources = TestFlow.Flow([source]).Sources, StateDirectory = null };
    }

    public static FlowDefinition? TryRead(string yaml, out DiagnosticBag diagnostics, EngineServices? services = null)
    {
        diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(yaml, "flow.yaml", diagnostics);
        return root is null ? null : new FlowReader(new PlugInCatalog().AddCore(), services ?? new EngineServices(), diagnostics).Read(root, "/flow.yaml");
    }
}
