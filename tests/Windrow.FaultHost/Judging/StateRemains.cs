using Windrow.Native.Sqlite;

namespace Windrow.FaultHost.Judging;

/// <summary>What a run that came to its end has left in its state directory.</summary>
internal sealed class StateRemains
{
    private readonly List<string> _rest = [];

    public StateRemains(string directory)
    {
        using var database = SqliteDatabase.Open(Path.Combine(directory, "state.db"));
        using (var letters = database.Prepare("SELECT plan, position, offset, reason FROM dead_letter ORDER BY number"))
        {
            while (letters.Step())
            {
                if (letters.Text(0) == Workload.DoubtfulPlan)
                    DeadLetters.Add(Workload.SerialOf(letters.Text(1), letters.Int64(2)));
                else
                    _rest.Add($"a dead letter of plan '{letters.Text(0)}': {letters.Text(3)}");
            }
        }

        Count(database, "SELECT count(*) FROM queued", "messages in durable queues");
        Count(database, "SELECT count(*) FROM payload", "payloads that rows hold");
        Count(database, "SELECT count(*) FROM item WHERE scope LIKE 'fold/%'", "pieces of open windows");
        Count(database, "SELECT count(*) FROM item WHERE scope LIKE 'source/%'", "positions of sources");
        Count(database, "SELECT count(*) FROM product_file WHERE is_open <> 0", "product files that are not closed");
        var payloads = Path.Combine(directory, "payloads");
        if (Directory.Exists(payloads) && Directory.GetFiles(payloads) is { Length: > 0 } files)
            _rest.Add($"{files.Length} payload files are left, such as {Path.GetFileName(files[0])}");
    }

    /// <summary>Serial numbers of the lines that are dead letters.</summary>
    public List<long> DeadLetters { get; } = [];

    /// <summary>What should not be there, for people.</summary>
    public IReadOnlyList<string> Rest => _rest;

    private void Count(SqliteDatabase database, string sql, string what)
    {
        using var statement = database.Prepare(sql);
        statement.Step();
        if (statement.Int64(0) is var count and > 0)
            _rest.Add($"{count} {what} are left");
    }
}
