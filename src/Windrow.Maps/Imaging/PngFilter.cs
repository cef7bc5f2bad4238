namespace Windrow.Maps.Imaging;

/// <summary>The five filters of PNG rows (W3C PNG, third edition, 9.2).</summary>
internal static class PngFilter
{
    /// <param name="unit">Octets of a whole pixel, at least 1.</param>
    /// <param name="row">The row as filtered, changed in place.</param>
    /// <param name="above">The row before, unfiltered; zeros for the first.</param>
    public static void Undo(byte filter, int unit, Span<byte> row, ReadOnlySpan<byte> above)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var n = unit; n < row.Length; n++)
                    row[n] += row[n - unit];
                break;
            case 2:
                for (var n = 0; n < row.Length; n++)
                    row[n] += above[n];
                break;
            case 3:
                for (var n = 0; n < row.Length; n++)
                    row[n] += (byte)(((n >= unit ? row[n - unit] : 0) + above[n]) >> 1);
                break;
            case 4:
                for (var n = 0; n < row.Length; n++)
                    row[n] += n >= unit ? Paeth(row[n - unit], above[n], above[n - unit]) : above[n];
                break;
            default:
                throw new InvalidDataException($"The PNG has a row with the unknown filter {filter}.");
        }
    }

    private static byte Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - corner - corner));
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }
}
