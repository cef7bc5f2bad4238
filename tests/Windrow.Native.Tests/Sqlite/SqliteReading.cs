using Windrow.Native.Sqlite;

namespace Windrow.Native.Tests.Sqlite;

/// <summary>One value from a query, for assertions.</summary>
internal static class SqliteReading
{
    public static long Number(this SqliteDatabase database, string sql)
    {
        using var statement = database.Prepare(sql);
        statement.Step().ShouldBeTrue(sql);
        return statement.Int64(0);
    }

    public static string Word(this SqliteDatabase database, string sql)
    {
        using var statement = database.Prepare(sql);
        statement.Step().ShouldBeTrue(sql);
        return statement.Text(0);
    }
}
