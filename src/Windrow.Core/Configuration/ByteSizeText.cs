using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>Sizes in bytes as text: <c>4096</c>, <c>512B</c>, <c>10MB</c> (powers of 1000), <c>64KiB</c> (powers of 1024).</summary>
public static class ByteSizeText
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("PiB", 1L << 50), ("PB", 1_000_000_000_000_000),
        ("TiB", 1L << 40), ("TB", 1_000_000_000_000),
        ("GiB", 1L << 30), ("GB", 1_000_000_000),
        ("MiB", 1L << 20), ("MB", 1_000_000),
        ("KiB", 1L << 10), ("kB", 1_000),
        ("B", 1),
    ];

    public static bool TryParse(string text, out long bytes) => TryParse(text, out bytes, out _);

    /// <summary>Parses a size; when it is not one, <paramref name="problem"/> says why.</summary>
    public static bool TryParse(string text, out long bytes, out string problem)
    {
        bytes = 0;
        problem = "a number with one of the units B, kB, MB, GB, TB, KiB, MiB, GiB, TiB is needed";
        var trimmed = text.AsSpan().Trim();
        var number = trimmed[..NumberPrefix.LengthIn(trimmed)];
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > long.MaxValue)
            return false;
        var unit = number.Length == trimmed.Length ? "B" : trimmed[number.Length..].TrimStart();
        if (unit.Length == 1 && "kKmMgGtT".Contains(unit[0]))
        {
            var letter = char.ToUpperInvariant(unit[0]);
            problem = $"'{unit}' may be thousands or 1024s: write {(letter == 'K' ? 'k' : letter)}B or {letter}iB";
            return false;
        }
        foreach (var (name, size) in Units)
        {
            if (!unit.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            var total = count * size;
            if (total != Math.Floor(total))
            {
                problem = "it is not a whole number of bytes";
                return false;
            }
            if (total > long.MaxValue)
            {
                problem = "it is too large";
                return false;
            }
            bytes = (long)total;
            return true;
        }
        return false;
    }

    /// <summary>The canonical text: the largest unit that divides the size.</summary>
    public static string Format(long bytes)
    {
        foreach (var (name, size) in Units)
        {
            if (size > 1 && bytes != 0 && bytes % size == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{name}");
        }
        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
