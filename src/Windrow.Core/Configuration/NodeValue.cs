using Windrow.Core.Messages;

namespace Windrow.Core.Configuration;

/// <summary>Turns nodes of a configuration into metadata values: <c>1</c> is an int64, <c>1.0</c> a double, <c>"1"</c> text.</summary>
public static class NodeValue
{
    /// <summary>The value; <see cref="MetadataType.None"/> for null.</summary>
    public static MetadataValue Of(ConfigNode node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Boolean } scalar => scalar.AsBoolean!.Value,
        ScalarNode { Kind: ScalarKind.Integer } scalar => scalar.AsInt64!.Value,
        ScalarNode { Kind: ScalarKind.Float } scalar => scalar.AsDouble!.Value,
        ScalarNode { IsNull: true } => default,
        ScalarNode scalar => scalar.Text,
        SequenceNode list => MetadataValue.Of(new MetadataList([.. list.Items.Select(Of)])),
        MappingNode map => MetadataValue.Of(OfMapping(map)),
        _ => default,
    };

    /// <summary>The entries of a mapping; those without a value are left out.</summary>
    public static Metadata OfMapping(MappingNode node)
    {
        var builder = new MetadataBuilder();
        foreach (var entry in node.Entries)
        {
            if (Of(entry.Value) is { IsNone: false } value)
                builder.Set(entry.Name, value);
        }

        return builder.Build();
    }
}
