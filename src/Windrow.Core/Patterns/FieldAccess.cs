using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Core.Patterns;

/// <summary>Finds the value of a field name, through maps and lists as Python's <c>{a.b}</c> and <c>{a[0]}</c> do.</summary>
internal static class FieldAccess
{
    public static bool TryGet(Metadata values, string field, out MetadataValue value)
    {
        if (values.TryGet(field, out value))
            return true;
        var steps = field.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length < 2 || !values.TryGet(steps[0], out value))
            return false;
        foreach (var step in steps.AsSpan(1))
        {
            if (value.TryGetMap(out var map))
            {
                if (!map.TryGet(step, out value))
                    return false;
            }
            else if (value.TryGetList(out var list) && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count)
            {
                value = list[index];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
