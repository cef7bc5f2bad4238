using Npgsql;
using Windrow.Core.Leases;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>Reads the sets that all processes of a flow have in common. Safe for several threads.</summary>
internal sealed class SharedSetReader(PostgresReading reading, string instance) : ISharedSetReader
{
    /// <summary>What nobody who is at work carries out; $1 is the scope, $2 the time, $3 this instance.</summary>
    public const string IsLeft = $"""
        scope = $1 AND owner <> $3 AND NOT EXISTS (SELECT FROM lease WHERE instance = owner AND name = '{FlowLease.Name}' AND until > $2)
        """;

    public IReadOnlyList<string> Scopes() => reading.Read(
        "SELECT scope FROM collection ORDER BY scope", static row => SharedSetRows.All(row, static row => PostgresText.Decode(row.GetString(0))));

    public string? Declaration(string scope) => reading.Read(
        "SELECT declaration FROM collection WHERE scope = $1", static row => row.Read() ? PostgresText.Decode(row.GetString(0)) : null, Text(scope));

    public SharedSetRow? Find(string scope, string keyText) => reading.Read(
        $"SELECT {SharedSetRows.SetColumns} FROM collected_set WHERE scope = $1 AND key_text = $2 AND is_latest", static row => row.Read() ? SharedSetRows.Set(row) : null, Text(scope), Text(keyText));

    public IReadOnlyList<SharedSetRow> ReadSets(string scope, long after, int most) => reading.Read(
        $"SELECT {SharedSetRows.SetColumns} FROM collected_set WHERE scope = $1 AND number > $2 ORDER BY number LIMIT $3",
        static row => SharedSetRows.All(row, SharedSetRows.Set), Text(scope), PostgresParameters.Of(after), PostgresParameters.Of((long)most));

    public IReadOnlyList<SharedSetRow> ReadDue(string scope, DateTime now, int most) => reading.Read(
        $"SELECT {SharedSetRows.SetColumns} FROM collected_set WHERE scope = $1 AND look_at <= $2 ORDER BY look_at LIMIT $3",
        static row => SharedSetRows.All(row, SharedSetRows.Set), Text(scope), PostgresParameters.Of(now.Ticks), PostgresParameters.Of((long)most));

    public IReadOnlyList<SharedMemberRow> ReadMembers(long set, int after, int most) => reading.Read(
        """
        SELECT home, identity, set, number, is_ready, value, payload, length, run FROM collected_member LEFT JOIN payload ON hash = payload
        WHERE set = $1 AND number > $2 ORDER BY set, number LIMIT $3
        """,
        static row => SharedSetRows.All(row, SharedSetRows.Member), PostgresParameters.Of(set), PostgresParameters.Of(after), PostgresParameters.Of((long)most));

    public IReadOnlyList<SharedEmissionRow> ReadEmissions(string scope, bool isMine) => reading.Read(
        $"SELECT {SharedSetRows.EmissionColumns} FROM collected_emission WHERE scope = $1 AND (NOT $2 OR owner = $3) ORDER BY set, revision, is_alert DESC",
        static row => SharedSetRows.All(row, SharedSetRows.Emission), Text(scope), PostgresParameters.Of(isMine), PostgresParameters.Of(instance));

    public SharedSetOutlook? Outlook(string scope, DateTime now) => Now(
        $"SELECT (SELECT min(look_at) FROM collected_set WHERE scope = $1), EXISTS (SELECT FROM collected_emission WHERE {IsLeft})",
        static row => row.Read() ? new SharedSetOutlook(row.IsDBNull(0) ? null : new DateTime(row.GetInt64(0), DateTimeKind.Utc), row.GetBoolean(1)) : null,
        Text(scope), PostgresParameters.Of(now.Ticks), PostgresParameters.Of(instance));

    public long? CountOpen(string scope, byte lastOpen) => Now(
        "SELECT count(*) FROM collected_set WHERE scope = $1 AND phase <= $2",
        static row => row.Read() ? (long?)row.GetInt64(0) : null, Text(scope), PostgresParameters.Of((int)lastOpen));

    private T? Now<T>(string sql, Func<NpgsqlDataReader, T?> read, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        try
        {
            return reading.ReadNow(sql, read, parameters);
        }
        catch (StateException)
        {
            // Whoever writes tells it.
            return default;
        }
    }

    private static NpgsqlParameter Text(string text) => PostgresParameters.Of(PostgresText.Encode(text));
}
