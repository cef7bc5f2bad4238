using Windrow.Core;
using Windrow.Core.Configuration;

namespace Windrow.Cli.PlugIns;

/// <summary>
/// Where plug-ins are looked for, in this order: <c>--plugins</c>, <c>WINDROW_PLUGINS</c>, <c>settings.plugins</c> of the flow file, and
/// <c>plugins</c> beside it. A folder hides those of the same name in later directories, as programs on the path do.
/// </summary>
internal static class PlugInDirectories
{
    /// <summary>The directories, with colons between.</summary>
    public const string Variable = "WINDROW_PLUGINS";

    /// <summary>Puts directories of the command line in front of those of the environment, so that every part of the program and its children see them.</summary>
    public static void Prepend(IEnumerable<string> directories)
    {
        var all = directories.Select(static directory => System.IO.Path.GetFullPath(directory)).ToList();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } more)
            all.Add(more);
        if (all.Count > 0)
            Environment.SetEnvironmentVariable(Variable, string.Join(':', all));
    }

    /// <param name="flowDirectory">The directory of the flow file.</param>
    /// <param name="root">The content of the flow file; null: there is none, or it has no settings.</param>
    public static List<PlugInDirectory> Of(EngineServices services, string flowDirectory, ConfigNode? root)
    {
        var directories = new List<PlugInDirectory>();
        foreach (var path in (services.Environment(Variable) ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            directories.Add(new PlugInDirectory(System.IO.Path.GetFullPath(path), new SourceLocation(path, 0, 0)));

        // What has another form is told when the flow is read.
        if (((root as MappingNode)?["settings"] as MappingNode)?["plugins"] is SequenceNode list)
        {
            foreach (var item in list.Items.OfType<ScalarNode>())
                directories.Add(new PlugInDirectory(System.IO.Path.GetFullPath(item.Text, flowDirectory), item.Location));
        }

        directories.Add(new PlugInDirectory(System.IO.Path.Combine(flowDirectory, "plugins"), null));
        return directories;
    }
}
