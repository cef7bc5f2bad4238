using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.TransportHost;

/// <summary>Options of plug-ins from YAML, as in a flow file.</summary>
internal static class Options
{
    public static T Bind<T>(OptionSet<T> set, string yaml)
        where T : class, new()
    {
        var diagnostics = new DiagnosticBag();
        var options = set.Bind((MappingNode)ConfigReader.Read(yaml, "f.yaml", diagnostics, ConfigDialect.Native)!, diagnostics);
        return diagnostics.HasErrors ? throw new ArgumentException(diagnostics.ToString()) : options;
    }

    public static PlugInContext PlugIn(EngineServices services) => new(services, new DiagnosticBag(), ConfigDialect.Native, "/", "test", [], false);
}
