using Npgsql;
using Windrow.Core;
using Windrow.Core.Leases;
using Windrow.Core.Runs;
using Windrow.Storage.Records;

namespace Windrow.Storage.Postgres.Changes;

/// <summary>Changes to the list of runs, which is that of all instances, and to the leases of one.</summary>
internal sealed class RunChanges(StatementBatch batch, string instance)
{
    public const string SelectLease = "SELECT host, process, token, since, until FROM lease WHERE instance = $1 AND name = $2";

    // Numbers have no gaps, so one at a time takes them.
    public long Add(FlowRun run)
    {
        batch.Add("SELECT pg_advisory_xact_lock(hashtextextended('windrow runs ' || current_schema(), 0))");
        return batch.Read(
            """
            INSERT INTO run(number, start, configuration, version, host, process, instance)
            SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6 FROM run RETURNING number
            """,
            static reader => reader.Read() ? reader.GetInt64(0) : 0,
            PostgresParameters.Of(run.Start.UtcTicks), PostgresParameters.Of(run.Configuration), PostgresParameters.Of(run.Version),
            PostgresParameters.Of(run.Process.Host), PostgresParameters.Of(run.Process.Id), PostgresParameters.Of(instance));
    }

    public void End(long number, RunEnd end, DateTimeOffset at) => batch.Add(
        "UPDATE run SET \"end\" = $2, ended = $3 WHERE number = $1 AND ended IS NULL",
        PostgresParameters.Of(number), PostgresParameters.Of(at.UtcTicks), PostgresParameters.Of(end.ToString()));

    public void MarkKilled() => batch.Add("UPDATE run SET ended = $1 WHERE ended IS NULL AND instance = $2", PostgresParameters.Of(nameof(RunEnd.Killed)), PostgresParameters.Of(instance));

    public void Remove(int kept) => batch.Add("DELETE FROM run WHERE number <= (SELECT max(number) FROM run) - $1", PostgresParameters.Of(kept));

    public Lease? FindLease(string name) => batch.Read(SelectLease, reader => reader.Read() ? ReadLease(name, reader) : null, PostgresParameters.Of(instance), PostgresParameters.Of(name));

    public void PutLease(Lease lease) => batch.Add(
        """
        INSERT INTO lease(instance, name, host, process, token, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (instance, name) DO UPDATE SET host = excluded.host, process = excluded.process, token = excluded.token, since = excluded.since, until = excluded.until
        """,
        PostgresParameters.Of(instance), PostgresParameters.Of(lease.Name), PostgresParameters.Of(lease.Holder.Host), PostgresParameters.Of(lease.Holder.Id),
        PostgresParameters.Of(lease.Token), PostgresParameters.Of(lease.Since.UtcTicks), PostgresParameters.Of(lease.Until.UtcTicks));

    public static Lease ReadLease(string name, NpgsqlDataReader row) => new(
        name, new ProcessIdentity(row.GetString(0), row.GetInt32(1)), row.GetInt64(2), StoredRecord.ToTime(row.GetInt64(3)), StoredRecord.ToTime(row.GetInt64(4)));
}
