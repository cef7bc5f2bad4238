using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.FlowTesting.Judging;

/// <summary>Compares the metadata of a message with what a test says of them.</summary>
internal static class MetadataDifference
{
    /// <summary>What is other than expected, such as <c>t is 24, not 25</c>; null: nothing. Keys that are not expected may be there.</summary>
    public static string? Of(MappingNode expected, Metadata actual)
    {
        var differences = expected.Entries.Select(entry => Of(entry, actual)).OfType<string>().ToList();
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }

    private static string? Of(ConfigEntry expected, Metadata actual)
    {
        var isThere = actual.TryGet(expected.Name, out var value) && !value.IsNone;
        if (expected.Value is ScalarNode { IsNull: true })
            return isThere ? $"{expected.Name} is {Shown(value)}, and is not to be there" : null;
        if (!isThere)
            return $"{expected.Name} is not there";
        return IsSame(expected.Value, value) ? null : $"{expected.Name} is {Shown(value)}, not {Shown(NodeValue.Of(expected.Value))}";
    }

    private static bool IsSame(ConfigNode expected, MetadataValue actual)
    {
        switch (expected)
        {
            case MappingNode map:
                return actual.TryGetMap(out var inner) && Of(map, inner) is null;
            case SequenceNode list:
                return actual.TryGetList(out var items) && items.Count == list.Items.Count && !list.Items.Where((item, index) => !IsSame(item, items[index])).Any();
            case ScalarNode { AsBoolean: { } flag }:
                return actual.TryGetBool(out var isSet) && isSet == flag;
            case ScalarNode { AsDouble: { } number }:
                return actual.TryGetNumber(out var value) && IsSameNumber(number, value, actual);
            case ScalarNode scalar:
                return IsSameText(scalar.Text, actual);
            default:
                return false;
        }
    }

    // 0.1 in single precision is not 0.1 in double.
    private static bool IsSameNumber(double expected, double actual, MetadataValue value) => expected.Equals(actual) || (value.TryGetFloat32(out var single) && (float)expected == single);

    // Times and durations are told as texts, a number is none: "012" and 12 are two values.
    private static bool IsSameText(string expected, MetadataValue actual) => actual.Type switch
    {
        MetadataType.String => TextPattern.Matches(expected, actual.ToString()),
        MetadataType.Timestamp => TextPattern.Matches(expected, actual.ToString()) || (TimeText.TryParse(expected, out var time) && actual.TryGetTimestamp(out var at) && at == time),
        MetadataType.Duration => TextPattern.Matches(expected, actual.ToString()) || (DurationText.TryParse(expected, out var length) && actual.TryGetDuration(out var duration) && length == duration),
        _ => false,
    };

    private static string Shown(MetadataValue value) => value.TryGetString(out var text) ? $"\"{text}\"" : value.ToString();
}
