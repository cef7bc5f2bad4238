using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate.Matrices;

/// <summary>
/// A matrix as text: the first line has the numbers of rows (target points) and columns (source points), every other one row, column and weight of an
/// entry, in any order; numbers from 0, apart by spaces, tabs or commas. Empty lines and what follows <c>#</c> count for nothing.
/// </summary>
internal static class MatrixText
{
    /// <exception cref="CorruptDataException">A line is not of that form; the text names it.</exception>
    public static SparseMatrix Read(TextReader text)
    {
        var (line, rows, columns) = (0, -1, 0);
        var entries = new List<(int Row, int Column, double Weight)>();
        while (text.ReadLine() is { } read)
        {
            line++;
            var parts = read.Split('#')[0].Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
                continue;
            if (rows < 0)
            {
                if (parts.Length != 2 || !TryInt(parts[0], int.MaxValue - 1, out rows) || !TryInt(parts[1], int.MaxValue, out columns))
                    throw new CorruptDataException($"line {line}: the first line has the numbers of rows and of columns");
                continue;
            }

            if (parts.Length != 3 || !TryInt(parts[0], rows - 1, out var row) || !TryInt(parts[1], columns - 1, out var column)
                || !double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || !double.IsFinite(weight))
                throw new CorruptDataException($"line {line}: '{read.Trim()}' is no entry of {rows} rows and {columns} columns, numbered from 0: row, column, weight");
            if (entries.Count == SparseMatrix.MostEntries)
                throw new CorruptDataException($"more than {SparseMatrix.MostEntries} entries");
            entries.Add((row, column, weight));
        }

        if (rows < 0)
            throw new CorruptDataException("it is empty");
        entries.Sort(static (a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Column.CompareTo(b.Column));
        var builder = new MatrixBuilder();
        var next = 0;
        for (var row = 0; row < rows; row++)
        {
            for (; next < entries.Count && entries[next].Row == row; next++)
                builder.Add(entries[next].Column, entries[next].Weight);
            builder.EndRow();
        }

        return MatrixBuilder.Join(columns, [builder]);
    }

    private static bool TryInt(string text, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most;
}
