using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns;

/// <summary>Writes what a declaration says about a plug-in: a reference page, or a sample to start from.</summary>
public static class PlugInReference
{
    /// <summary>Markdown.</summary>
    public static void Write(PlugIn plugIn, TextWriter writer, int headingLevel = 2)
    {
        writer.Write($"{new string('#', headingLevel)} {plugIn.Name}\n\n");
        writer.Write($"{plugIn.Summary}\n\n");
        writer.Write($"- **Kind**: {plugIn.Kind.ToString().ToLowerInvariant()}\n");
        if (plugIn.Aliases.Count > 0)
            writer.Write($"- **Older names**: {string.Join(", ", plugIn.Aliases)}\n");
        writer.Write($"- **Delivery**: {plugIn.Delivery}\n");
        writer.Write($"- **Memory**: {plugIn.Memory}\n\n");
        OptionReference.Write(plugIn.Options, writer, headingLevel + 1);
        writer.Write('\n');
    }

    /// <summary>YAML with every option, as an item of the list that it belongs to.</summary>
    public static void WriteSample(PlugIn plugIn, TextWriter writer)
    {
        writer.Write($"# {plugIn.Summary}\n- type: {(plugIn.Name == "null" ? "\"null\"" : plugIn.Name)}\n");
        OptionScaffold.Write(plugIn.Options, writer, indent: 2);
    }
}
