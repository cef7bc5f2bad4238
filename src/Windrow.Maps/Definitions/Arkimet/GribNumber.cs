using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>Whole numbers among the keys of a GRIB message.</summary>
internal static class GribNumber
{
    // What ecCodes gives for octets that are all ones, as a long and as a double.
    private const double MissingLong = int.MaxValue;
    private const double MissingDouble = -1e100;

    /// <summary>The number; null when the message has no such key, or has it as missing.</summary>
    public static long? Of(Metadata message, MetadataKey key)
    {
        double number;
        if (message.Tail is IMultiViewTail tail && message.Shape.IndexOf(key) < 0)
        {
            if (!tail.TryGetNumber(key, out number))
                return null;
        }
        else if (!message.TryGet(key, out var value) || !value.TryGetNumber(out number))
        {
            return null;
        }

        return number is MissingLong or <= MissingDouble || !double.IsFinite(number) ? null : (long)number;
    }
}
