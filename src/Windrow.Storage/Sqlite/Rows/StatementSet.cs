using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>The statements of a connection, each prepared when it is first asked for.</summary>
internal sealed class StatementSet(SqliteDatabase database) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public SqliteDatabase Database => database;

    public SqliteStatement this[string sql] => _statements.TryGetValue(sql, out var known) ? known : _statements[sql] = database.Prepare(sql);

    /// <summary>The one number that a statement gives.</summary>
    public long Number(string sql)
    {
        var statement = this[sql];
        statement.Step();
        var number = statement.Int64(0);
        statement.Reset();
        return number;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}
