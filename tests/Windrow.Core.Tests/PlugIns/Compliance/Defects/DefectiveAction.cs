using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance.Defects;

/// <summary>The compliance tests of an action as something that a test can call. Not public, so that nobody runs them by themselves.</summary>
internal sealed class DefectiveAction(PlugIn plugIn) : ActionCompliance
{
    protected override string Yaml => "type: defect";

    protected override void Register(PlugInCatalog catalog) => catalog.Add(plugIn);
}

/// <summary>The same of a sink.</summary>
internal sealed class DefectiveSink(PlugIn plugIn) : SinkCompliance
{
    protected override string Yaml => "type: defect";

    protected override void Register(PlugInCatalog catalog) => catalog.Add(plugIn);
}
