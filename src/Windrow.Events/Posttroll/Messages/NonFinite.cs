namespace Windrow.Events.Posttroll.Messages;

/// <summary>The words <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which Python writes into JSON and reads there, and nobody else knows.</summary>
internal static class NonFinite
{
    /// <summary>Makes texts of the same length of them, so that everything else stays in its place.</summary>
    /// <returns>Where they stood; empty: there are none.</returns>
    public static HashSet<long> Hide(Span<byte> json)
    {
        HashSet<long> places = [];
        for (var (i, within) = (0, false); i < json.Length; i++)
        {
            if (within)
            {
                if (json[i] == '\\')
                    i++;
                else if (json[i] == '"')
                    within = false;
                continue;
            }

            if (json[i] == '"')
            {
                within = true;
                continue;
            }

            var length = LengthAt(json[i..]);
            if (length == 0)
                continue;
            places.Add(i);
            json[i] = json[i + length - 1] = (byte)'"';
            i += length - 1;
        }

        return places;
    }

    /// <summary>The value of what was hidden: its text without its first and last letter.</summary>
    public static double Value(ReadOnlySpan<byte> hidden) => hidden[0] switch
    {
        (byte)'a' => double.NaN,
        (byte)'I' => double.NegativeInfinity,
        _ => double.PositiveInfinity,
    };

    private static int LengthAt(ReadOnlySpan<byte> json) =>
        json.StartsWith("NaN"u8) ? 3 : json.StartsWith("Infinity"u8) ? 8 : json.StartsWith("-Infinity"u8) ? 9 : 0;
}
