using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Core.PlugIns.Null;

namespace Windrow.Fields.Hammer;

/// <summary>The flows of a hammer, read as those of users are.</summary>
internal static class HammerFlow
{
    /// <summary>The server's: parts are put together, and looked at.</summary>
    /// <param name="transport">Options of the source, as YAML without braces.</param>
    public static FlowDefinition Server(string transport, HammerCheck check, EngineServices services) => Read(
        "{settings: {state: none}, sources: [{type: transport, " + transport + "}], plans: [{name: hammer, actions: [{type: aggregate, stage: {workers: cores, key: [name, level]}}, {type: hammer-check}]}]}",
        new PlugInCatalog().AddCore().AddFields().Add(PlugIn.Sink("hammer-check", "Looks at every value.", static () => NullOptions.Set, (_, _) => check)),
        services);

    /// <summary>A client's: everything goes to the servers.</summary>
    /// <param name="transport">Options of the action's <c>server</c>, as YAML without braces.</param>
    public static FlowDefinition Client(string transport, EngineServices services) => Read(
        "{settings: {state: none}, plans: [{name: hammer, actions: [{type: transport, hash-keys: [" + string.Join(", ", HammerLoad.HashKeys) + "], server: {" + transport + "}}]}]}",
        new PlugInCatalog().AddCore().AddFields(), services);

    private static FlowDefinition Read(string yaml, PlugInCatalog plugIns, EngineServices services)
    {
        var diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(yaml, "hammer", diagnostics, ConfigDialect.Native);
        var flow = root is null ? null : new FlowReader(plugIns, services, diagnostics).Read(root, Path.GetFullPath("hammer.yaml"));
        return flow ?? throw new ArgumentException(string.Join('\n', diagnostics.Sorted), nameof(yaml));
    }
}
