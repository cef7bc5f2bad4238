using Windrow.Core.Configuration;

namespace Windrow.Events.Trollflow;

/// <summary>Makes nodes of a native flow that stand where something in trollflow's file does.</summary>
internal static class TrollflowNodes
{
    public static ScalarNode Text(string text, ConfigNode at) => ScalarNode.Of(text, at.Location);

    public static ConfigEntry Entry(string name, string value, ConfigNode at) => new(Text(name, at), Text(value, at));

    public static ConfigEntry Entry(string name, ConfigNode value) => new(Text(name, value), value);

    public static ConfigEntry Flag(string name, ConfigNode at) => new(Text(name, at), ScalarNode.Of(true, at.Location));

    public static MappingNode Map(ConfigNode at, params IEnumerable<ConfigEntry> entries) => new(entries, at.Location);

    public static SequenceNode List(ConfigNode at, params IEnumerable<ConfigNode> items) => new(items, at.Location);

    /// <summary>Whether a value is there; null is the same as not.</summary>
    public static bool Has(this MappingNode mapping, string name) => mapping[name] is { } node and not ScalarNode { IsNull: true };

    /// <summary>Whether a value is true as Python reads it.</summary>
    public static bool IsTrue(this MappingNode mapping, string name) => mapping[name] is ScalarNode { AsBoolean: true };
}
