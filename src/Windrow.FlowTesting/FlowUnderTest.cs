using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.FlowTesting;

/// <summary>A flow file whose tests are to be run.</summary>
/// <param name="Root">Its content.</param>
/// <param name="Path">Its path, as the user named it.</param>
/// <param name="Services">Environment variables are taken from here; the rest of the outside world is the test's own.</param>
public sealed record FlowUnderTest(ConfigNode Root, string Path, PlugInCatalog PlugIns, EngineServices Services)
{
    /// <summary>Full path of the directory that its paths are relative to.</summary>
    public string Directory { get; } = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
}
