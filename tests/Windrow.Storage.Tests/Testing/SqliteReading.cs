using Windrow.Native.Sqlite;

namespace Windrow.Storage.Tests.Testing;

/// <summary>What queries give, for assertions.</summary>
internal static class SqliteReading
{
    public static long Number(this SqliteDatabase database, string sql)
    {
        using var statement = database.Prepare(sql);
        statement.Step().ShouldBeTrue(sql);
        return statement.Int64(0);
    }

    public static List<string> Words(this SqliteDatabase database, string sql)
    {
        using var statement = database.Prepare(sql);
        var words = new List<string>();
        while (statement.Step())
            words.Add(statement.Text(0));
        return words;
    }

    /// <summary>The database is whole, and the rows of payloads count their holders.</summary>
    public static void ShouldBeSound(this SqliteDatabase database, string? when = null)
    {
        database.Words("PRAGMA integrity_check").ShouldBe(["ok"], when);
        database.Words("""
            SELECT coalesce(hash, held) || ' has ' || coalesce(holders, 0) || ' holders, and is held ' || coalesce(times, 0) || ' times'
            FROM payload FULL JOIN (
                SELECT payload AS held, count(*) AS times
                FROM (SELECT payload FROM queued UNION ALL SELECT payload FROM item UNION ALL SELECT payload FROM dead_letter)
                WHERE payload IS NOT NULL GROUP BY payload) ON held = hash
            WHERE holders IS NOT times
            """).ShouldBeEmpty(when);
    }
}
