using Npgsql;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>Reads rows of sets, members and emissions.</summary>
internal static class SharedSetRows
{
    public const string SetColumns = "number, home, scope, key_id, key, key_text, is_latest, phase, revision, members, waiting, last_member, listed, expected, began, last, ended, extended, look_at, is_spent, stored";

    public const string NewsColumns = "scope, identity, part_id, part, known, last, is_used";

    public const string EmissionColumns = "set, key_id, key, revision, is_alert, up_to, is_complete";

    public static SharedSetRow Set(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Home = row.GetInt64(1),
        Scope = PostgresText.Decode(row.GetString(2)),
        KeyId = PostgresParameters.Id(row.GetGuid(3)),
        Key = row.GetFieldValue<byte[]>(4),
        KeyText = PostgresText.Decode(row.GetString(5)),
        IsLatest = row.GetBoolean(6),
        Phase = (byte)row.GetInt32(7),
        Revision = row.GetInt32(8),
        Members = row.GetInt64(9),
        Waiting = row.GetInt64(10),
        LastMember = row.GetInt32(11),
        Listed = row.IsDBNull(12) ? null : row.GetFieldValue<byte[]>(12),
        Expected = row.IsDBNull(13) ? null : row.GetInt64(13),
        Began = Time(row, 14),
        Last = Time(row, 15),
        Ended = Time(row, 16),
        Extended = new TimeSpan(row.GetInt64(17)),
        LookAt = Time(row, 18),
        IsSpent = row.GetBoolean(19),
        Stored = row.GetInt64(20),
    };

    /// <summary>A member, with the length of its payload in the last column but one.</summary>
    public static SharedMemberRow Member(NpgsqlDataReader row) => new(
        row.GetInt64(0), PostgresParameters.Id(row.GetGuid(1)), row.GetInt64(2), row.GetInt32(3), row.GetBoolean(4), row.IsDBNull(5) ? [] : row.GetFieldValue<byte[]>(5),
        row.IsDBNull(6) ? null : new PayloadReference(row.GetString(6), row.IsDBNull(7) ? 0 : row.GetInt64(7)))
    { Run = row.GetInt32(8) };

    public static SharedEmissionRow Emission(NpgsqlDataReader row) => new(
        row.GetInt64(0), PostgresParameters.Id(row.GetGuid(1)), row.GetFieldValue<byte[]>(2), row.GetInt32(3), row.GetBoolean(4), row.GetInt32(5), row.GetBoolean(6));

    public static SharedNewsRow News(NpgsqlDataReader row) => new(
        PostgresParameters.Id(row.GetGuid(1)), PostgresParameters.Id(row.GetGuid(2)), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4), Time(row, 5), row.GetBoolean(6));

    public static List<T> All<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read)
    {
        var all = new List<T>();
        while (row.Read())
            all.Add(read(row));
        return all;
    }

    private static DateTime Time(NpgsqlDataReader row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);
}
