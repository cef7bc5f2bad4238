using Windrow.Core.Messages;
using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>
/// Where the members of large sets are. The index of members has them by runs, of so many that came one behind the other: so those that come change a few pages of it,
/// however large their set is. In which of the earlier runs one may be is known here, so that only that is asked. For the store's thread.
/// </summary>
/// <remarks>
/// Nobody changes the runs before the last, but for what is known of their members; so what was read of them holds. Memory: 20 bytes for each member of the sets
/// that have more than <see cref="Length"/> and were written to within the last <see cref="Unused"/> transactions.
/// </remarks>
internal sealed class MemberRuns
{
    /// <summary>How many members are in a run.</summary>
    public const int Length = 4_096;

    private const int Unused = 10_000;
    private const long MostMembers = 32_000_000;

    private readonly Dictionary<long, (RunTable Table, long UsedAt)> _homes = [];
    private long _uses;

    /// <summary>The run of a member that is the so manieth, from 0.</summary>
    public static int Of(long stored) => (int)(stored / Length);

    /// <summary>Adds the runs in which a member may be.</summary>
    /// <param name="set">The last of its key, which this transaction has taken.</param>
    public void Find(SharedSetRow set, MessageId identity, List<int> into, StatementBatch batch)
    {
        var last = Of(set.Stored);
        into.Add(last);
        if (last > 0)
            TableOf(set.Home, last, batch).Find(identity, into);
    }

    /// <summary>A transaction begins.</summary>
    public void Begin()
    {
        if (++_uses % (Unused / 10) != 0 || _homes.Count == 0)
            return;
        foreach (var (home, (_, usedAt)) in _homes)
        {
            if (_uses - usedAt > Unused)
                _homes.Remove(home);
        }
    }

    private RunTable TableOf(long home, int last, StatementBatch batch)
    {
        if (!_homes.TryGetValue(home, out var known))
            known.Table = new RunTable();
        _homes[home] = (known.Table, _uses);
        if (known.Table.Runs < last)
        {
            Read(known.Table, home, last, batch);
            MakeRoom();
        }

        return known.Table;
    }

    private static void Read(RunTable table, long home, int last, StatementBatch batch)
    {
        batch.Read(
            "SELECT identity, run FROM collected_member WHERE home = $1 AND run >= $2 AND run < $3",
            row =>
            {
                while (row.Read())
                    table.Add(PostgresParameters.Id(row.GetGuid(0)), row.GetInt32(1));
                return true;
            },
            PostgresParameters.Of(home), PostgresParameters.Of(table.Runs), PostgresParameters.Of(last));
        table.Runs = last;
    }

    // Of the sets that were written to longest ago, which are read again when they are needed.
    private void MakeRoom()
    {
        while (_homes.Count > 1 && _homes.Values.Sum(static home => (long)home.Table.Count) > MostMembers)
            _homes.Remove(_homes.MinBy(static home => home.Value.UsedAt).Key);
    }
}
