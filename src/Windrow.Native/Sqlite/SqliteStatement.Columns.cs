using System.Runtime.CompilerServices;
using System.Text;

namespace Windrow.Native.Sqlite;

/// <summary>
/// The columns of the current row. A value of another type is converted as SQLite does it; NULL reads as 0 or as empty.
/// Spans point into SQLite's memory and are valid until the next step, reset, or another read of the same column.
/// </summary>
public sealed unsafe partial class SqliteStatement
{
    private const int TypeOfNull = 5;

    public bool IsNull(int column) => SqliteApi.sqlite3_column_type(RowWith(column), column) == TypeOfNull;

    public long Int64(int column) => SqliteApi.sqlite3_column_int64(RowWith(column), column);

    public double Double(int column) => SqliteApi.sqlite3_column_double(RowWith(column), column);

    public ReadOnlySpan<byte> Blob(int column)
    {
        var row = RowWith(column);
        // The length is that of the form that was asked for last, hence this order.
        var bytes = SqliteApi.sqlite3_column_blob(row, column);
        return new ReadOnlySpan<byte>(bytes, SqliteApi.sqlite3_column_bytes(row, column));
    }

    public ReadOnlySpan<byte> Utf8(int column)
    {
        var row = RowWith(column);
        var bytes = SqliteApi.sqlite3_column_text(row, column);
        return new ReadOnlySpan<byte>(bytes, SqliteApi.sqlite3_column_bytes(row, column));
    }

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint RowWith(int column)
    {
        if ((uint)column >= (uint)_columns || _database.IsClosed)
            ThrowNoColumn(column);
        return _handle;
    }

    private void ThrowNoColumn(int column)
    {
        ObjectDisposedException.ThrowIf(_handle == 0 || _database.IsClosed, this);
        if (_columns == 0)
            throw new InvalidOperationException($"'{SqliteDatabase.Shortened(_sql)}' is not on a row.");
        throw new ArgumentOutOfRangeException(nameof(column), column, $"The row has {_columns} columns.");
    }
}
