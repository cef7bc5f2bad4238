using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;

namespace Windrow.Events.Route;

/// <summary>A value of a rule, in which texts may be composed of a message's metadata: <c>"Full Field - {date}"</c>. Immutable.</summary>
internal sealed class ComposedValue
{
    private readonly MetadataValue _fixed;
    private readonly FilePattern? _pattern;
    private readonly (MetadataKey Key, ComposedValue Value)[]? _map;
    private readonly ComposedValue[]? _list;

    private ComposedValue(MetadataValue value) => _fixed = value;

    private ComposedValue(FilePattern pattern) => _pattern = pattern;

    private ComposedValue((MetadataKey, ComposedValue)[] map) => _map = map;

    private ComposedValue(ComposedValue[] list) => _list = list;

    private bool IsFixed => _pattern is null && _map is null && _list is null;

    /// <summary>Reads a value as YAML gives it; wrong patterns are told to the diagnostics.</summary>
    public static ComposedValue Read(ConfigNode node, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case MappingNode mapping:
                var entries = mapping.Entries.Where(static entry => entry.Value is not ScalarNode { IsNull: true })
                    .Select(entry => ((MetadataKey)entry.Name, Read(entry.Value, diagnostics))).ToArray();
                return Array.TrueForAll(entries, static entry => entry.Item2.IsFixed) ? new(NodeValue.Of(mapping)) : new(entries);
            case SequenceNode sequence:
                var items = sequence.Items.Select(item => Read(item, diagnostics)).ToArray();
                return Array.TrueForAll(items, static item => item.IsFixed) ? new(NodeValue.Of(sequence)) : new(items);
            default:
                return NodeValue.Of(node) is var value && value.TryGetString(out var text) && text.AsSpan().ContainsAny('{', '}') ? Pattern(text, node, diagnostics) : new(value);
        }
    }

    /// <exception cref="PatternException">The message lacks what a text is composed of.</exception>
    public MetadataValue Of(Metadata metadata)
    {
        if (_pattern is not null)
            return _pattern.Compose(metadata);
        if (_list is not null)
            return MetadataValue.Of(new MetadataList(Array.ConvertAll(_list, item => item.Of(metadata))));
        if (_map is null)
            return _fixed;
        var builder = new MetadataBuilder();
        foreach (var (key, value) in _map)
            builder.Set(key, value.Of(metadata));
        return MetadataValue.Of(builder.Build());
    }

    private static ComposedValue Pattern(string text, ConfigNode node, DiagnosticBag diagnostics)
    {
        try
        {
            return new(FilePattern.Parse(text));
        }
        catch (PatternException exception)
        {
            diagnostics.Error(Rules.BadText, node, $"the pattern '{text}' is wrong at character {exception.Offset + 1}: {exception.Message}");
            return new(MetadataValue.Of(text));
        }
    }
}
