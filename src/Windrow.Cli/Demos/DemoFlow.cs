using System.Text;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.Demos;

/// <summary>Runs flows of a demo from files that stay there, to be looked at and changed.</summary>
internal sealed class DemoFlow(EngineServices services, PlugInCatalog plugIns, string directory)
{
    /// <summary>Writes a flow file, runs it to its end and tells how it went.</summary>
    /// <returns>False: something went wrong, and was told.</returns>
    public async Task<bool> Run(string name, string text, TextWriter output)
    {
        Write(name, Encoding.UTF8.GetBytes(text));
        var flow = new FlowFile(services, plugIns);
        if (flow.Read(Path.Combine(directory, name)) is not { } definition)
        {
            flow.Diagnostics.WriteTo(output);
            return false;
        }

        var host = new FlowHost(definition, services, once: true);
        host.Start();
        await host.SourcesEnded().ConfigureAwait(false);
        var finished = await host.DrainAsync().ConfigureAwait(false);
        await output.WriteLineAsync($"   {RunReport.Line(host)}").ConfigureAwait(false);
        return finished && !host.LostSource && host.Counts().Dead == 0;
    }

    /// <summary>Writes a file of the demo, over one of an earlier run.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(directory, name);
        services.Files.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = services.Files.OpenWrite(path);
        file.Write(content);
    }
}
