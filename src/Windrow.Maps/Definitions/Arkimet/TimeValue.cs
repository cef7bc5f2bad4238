namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>
/// A length of time as arkimet compares them: in seconds, or in months where it is made of these, and the one never
/// equals the other, except that 0 is 0.
/// </summary>
internal readonly record struct TimeValue(long Count, bool IsMonths)
{
    /// <summary>Code tables 4 of GRIB 1 and 4.4 of GRIB 2, which differ in the code of a second. Null: another unit.</summary>
    public static TimeValue? Of(long count, long unit, int edition) => unit switch
    {
        0 => new(count * 60, false),
        1 => new(count * 3600, false),
        2 => new(count * 86_400, false),
        3 => new(count, true),
        4 => new(count * 12, true),
        5 => new(count * 120, true),
        6 => new(count * 360, true),
        7 => new(count * 1200, true),
        10 => new(count * 3 * 3600, false),
        11 => new(count * 6 * 3600, false),
        12 => new(count * 12 * 3600, false),
        13 when edition == 2 => new(count, false),
        254 when edition == 1 => new(count, false),
        _ => null,
    };

    /// <summary>A number with one of the suffixes s, m, h, d, mo, y; 0 needs none. Null: something else.</summary>
    public static TimeValue? Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? text : text[..digits];
        if (number.Length is 0 or > 9)
            return null;
        var count = long.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        return (digits < 0 ? "" : text[digits..]) switch
        {
            "s" => new(count, false),
            "m" => new(count * 60, false),
            "h" => new(count * 3600, false),
            "d" => new(count * 86_400, false),
            "mo" => new(count, true),
            "y" => new(count * 12, true),
            "" when count == 0 => new(0, false),
            _ => null,
        };
    }

    public bool IsSame(TimeValue? other) => other is { } value && value.Count == Count && (value.IsMonths == IsMonths || Count == 0);
}
