using Windrow.Core;
using Windrow.Core.Runs;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite.Rows;

/// <summary>Changes to the list of runs.</summary>
internal sealed class RunRows(StatementSet statements)
{
    public const string Columns = "number, start, end, ended, configuration, version, host, process";

    public long Add(FlowRun run)
    {
        var add = statements["INSERT INTO run(start, configuration, version, host, process) VALUES(?1, ?2, ?3, ?4, ?5) RETURNING number"];
        add.Bind(1, run.Start.UtcTicks);
        add.BindText(2, run.Configuration);
        add.BindText(3, run.Version);
        add.BindText(4, run.Process.Host);
        add.Bind(5, run.Process.Id);
        add.Step();
        var number = add.Int64(0);
        add.Reset();
        return number;
    }

    public void End(long number, RunEnd end, DateTimeOffset at)
    {
        var put = statements["UPDATE run SET end = ?2, ended = ?3 WHERE number = ?1 AND ended IS NULL"];
        put.Bind(1, number);
        put.Bind(2, at.UtcTicks);
        put.BindText(3, end.ToString());
        put.Run();
    }

    public void MarkKilled()
    {
        var mark = statements["UPDATE run SET ended = ?1 WHERE ended IS NULL"];
        mark.BindText(1, nameof(RunEnd.Killed));
        mark.Run();
    }

    public void Remove(int kept)
    {
        var remove = statements["DELETE FROM run WHERE number <= (SELECT max(number) FROM run) - ?1"];
        remove.Bind(1, kept);
        remove.Run();
    }

    public static FlowRun Read(SqliteStatement row) => new(
        row.Int64(0), row.Time(1), row.IsNull(2) ? null : row.Time(2),
        row.IsNull(3) ? null : Enum.TryParse<RunEnd>(row.Text(3), out var end) ? end : RunEnd.Failed,
        row.Text(4), row.Text(5), new ProcessIdentity(row.Text(6), (int)row.Int64(7)));
}
