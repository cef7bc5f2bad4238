using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Pantries;

/// <summary>
/// The name of a file in the pantry, as arkimaps 1.43 gives it: <c>ifs_t2m_2021_1_10_0_0_0+12.grib</c>, numbers without
/// leading zeros. A step that is no whole number of hours is written as ecCodes writes it: <c>+90m</c>, <c>+90s</c>. A member of an
/// ensemble, which arkimaps does not tell apart, follows: <c>+12@3</c>.
/// </summary>
/// <param name="Model">Null for a definition that is for every model.</param>
/// <param name="Input">Has no underscore.</param>
internal readonly record struct PantryName(string? Model, string Input, Instant Instant)
{
    public const string Suffix = ".grib";

    private const int Numbers = 6;

    public override string ToString()
    {
        var time = Instant.ReferenceTime;
        return string.Create(CultureInfo.InvariantCulture, $"{(Model is null ? "" : Model + "_")}{Input}_{time.Year}_{time.Month}_{time.Day}_{time.Hour}_{time.Minute}_{time.Second}+{Step(Instant.Step)}{(Instant.Member is null ? "" : "@")}{Instant.Member}{Suffix}");
    }

    /// <summary>A step in the largest unit that it is a whole number of; hours have no letter.</summary>
    public static string Step(TimeSpan step) =>
        step.Ticks % TimeSpan.TicksPerHour == 0 ? ((long)step.TotalHours).ToString(CultureInfo.InvariantCulture)
        : step.Ticks % TimeSpan.TicksPerMinute == 0 ? string.Create(CultureInfo.InvariantCulture, $"{(long)step.TotalMinutes}m")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)step.TotalSeconds}s");

    /// <summary>Reads a name; false for a file that no pantry would have.</summary>
    public static bool TryParse(string file, [NotNullWhen(true)] out PantryName? name)
    {
        name = null;
        if (!file.EndsWith(Suffix, StringComparison.Ordinal) || file.LastIndexOf('+') is var plus && plus < 0)
            return false;
        var words = file[..plus].Split('_');
        if (words.Length <= Numbers || !TryStep(file[(plus + 1)..^Suffix.Length], out var step, out var member))
            return false;
        Span<int> numbers = stackalloc int[Numbers];
        for (var i = 0; i < Numbers; i++)
        {
            if (!int.TryParse(words[words.Length - Numbers + i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        if (!TryTime(numbers, out var time))
            return false;
        var input = words.Length - Numbers - 1;
        name = new PantryName(input == 0 ? null : string.Join('_', words[..input]), words[input], new Instant(time, step, member));
        return words[input].Length > 0;
    }

    private static bool TryTime(ReadOnlySpan<int> numbers, out DateTime time)
    {
        time = default;
        if (numbers[0] is < 1 or > 9999 || numbers[1] is < 1 or > 12 || numbers[2] < 1 || numbers[2] > DateTime.DaysInMonth(numbers[0], numbers[1]) || numbers[3] > 23 || numbers[4] > 59 || numbers[5] > 59)
            return false;
        time = new DateTime(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], DateTimeKind.Utc);
        return true;
    }

    private static bool TryStep(string text, out TimeSpan step, out long? member)
    {
        (step, member) = (default, null);
        if (text.IndexOf('@', StringComparison.Ordinal) is var at && at >= 0)
        {
            if (!long.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return false;
            (member, text) = (number, text[..at]);
        }

        var unit = text.Length == 0 ? '\0' : text[^1];
        var ticks = unit switch { 'm' => TimeSpan.TicksPerMinute, 's' => TimeSpan.TicksPerSecond, _ => TimeSpan.TicksPerHour };
        var digits = unit is 'm' or 's' ? text[..^1] : text;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        step = TimeSpan.FromTicks(count * ticks);
        return true;
    }
}
