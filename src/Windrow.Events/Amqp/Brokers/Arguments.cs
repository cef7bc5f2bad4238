using System.Globalization;

namespace Windrow.Events.Amqp.Brokers;

/// <summary>Arguments of declarations and bindings, in the types that brokers want.</summary>
internal static class Arguments
{
    /// <returns>Null: there are none.</returns>
    public static Dictionary<string, object?>? From(IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count == 0)
            return null;
        var typed = new Dictionary<string, object?>();
        foreach (var (name, text) in texts)
        {
            typed[name] = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
                : bool.TryParse(text, out var flag) ? flag
                : text;
        }

        return typed;
    }
}
