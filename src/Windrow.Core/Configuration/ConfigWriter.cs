using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>
/// Prints nodes as canonical native YAML: blocks indented by two, short lists of scalars on one line, comments and
/// aliases gone, secrets redacted. Read again, with or without a YAML 1.1 reader, it is the same tree;
/// <c>${</c> in a text is printed as <c>$${</c>, because native files are read with substitution.
/// </summary>
public static class ConfigWriter
{
    private const int LongestLine = 100;

    public static string Write(ConfigNode node)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Write(node, writer);
        return writer.ToString();
    }

    public static void Write(ConfigNode node, TextWriter writer)
    {
        if (node is ScalarNode || IsOneLine(node, 0))
            writer.Write(FlowWriter.Write(node) + "\n");
        else
            WriteBlock(node, writer, 0, isFirstIndented: true);
    }

    // `isFirstIndented` is false behind "- ", where the first line is at its place already.
    private static void WriteBlock(ConfigNode node, TextWriter writer, int indent, bool isFirstIndented)
    {
        var isIndented = isFirstIndented;
        if (node is MappingNode mapping)
        {
            foreach (var entry in mapping.Entries)
            {
                if (isIndented)
                    Indent(writer, indent);
                isIndented = true;
                var key = ScalarWriter.Key(entry.Key);
                // A key on one line may be long only with the explicit indicator.
                writer.Write(key.Length > 1000 ? $"? {key}\n{new string(' ', indent)}:" : $"{key}:");
                WriteValue(entry.Value, writer, indent, key.Length + 2, indentOfBlock: indent + 2);
            }
            return;
        }
        foreach (var item in ((SequenceNode)node).Items)
        {
            if (isIndented)
                Indent(writer, indent);
            isIndented = true;
            writer.Write('-');
            if (item is ScalarNode || IsOneLine(item, indent + 2))
            {
                WriteValue(item, writer, indent, 2, indent + 2);
                continue;
            }
            writer.Write(' ');
            WriteBlock(item, writer, indent + 2, isFirstIndented: false);
        }
    }

    private static void WriteValue(ConfigNode node, TextWriter writer, int indent, int prefix, int indentOfBlock)
    {
        if (node is ScalarNode || IsOneLine(node, indent + prefix))
        {
            writer.Write(' ');
            writer.Write(FlowWriter.Write(node));
            writer.Write('\n');
            return;
        }
        writer.Write('\n');
        WriteBlock(node, writer, indentOfBlock, isFirstIndented: true);
    }

    private static bool IsOneLine(ConfigNode node, int column)
    {
        if (node is MappingNode mapping)
            return mapping.Entries.Count == 0;
        var items = ((SequenceNode)node).Items;
        var length = column + 2;
        foreach (var item in items)
        {
            if (item is not ScalarNode scalar)
                return false;
            length += ScalarWriter.Value(scalar).Length + 2;
            if (length > LongestLine)
                return false;
        }
        return true;
    }

    private static void Indent(TextWriter writer, int indent)
    {
        for (var i = 0; i < indent; i++)
            writer.Write(' ');
    }
}
