using Windrow.Core.Plans;
using Windrow.Core.Sources;

namespace Windrow.Core.Flows;

/// <summary>A flow file, read and validated.</summary>
/// <param name="Name">The flow's name; by default that of the file.</param>
/// <param name="Directory">Relative paths in the flow are relative to this directory.</param>
public sealed record FlowDefinition(
    string Name, string Directory, IReadOnlyList<SourceDefinition> Sources, IReadOnlyList<PlanDefinition> Plans, FlowSettings Settings);
