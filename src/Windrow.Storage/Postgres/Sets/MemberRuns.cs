using Windrow.Core.Messages;
using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>
/// Where the members of large sets are. The index of members has them by runs, of so many that came one behind the other: so those that come change a few pages of it,
/// however large their set is. In which run one may be is known here, so that only that is asked; and none where the set has it for sure not yet.
/// For the store's thread.
/// </summary>
/// <remarks>
/// A set only gains members, one behind the other, so what is known of the first of them holds; whether others came since, from another process, its row tells.
/// Memory: 20 bytes for each member of the sets that have more than <see cref="Length"/> and were written to within the last <see cref="Unused"/> transactions that were about sets.
/// </remarks>
internal sealed class MemberRuns
{
    /// <summary>How many members are in a run.</summary>
    public const int Length = 4_096;

    private const int Unused = 10_000;
    private const long MostMembers = 32_000_000;

    private readonly Dictionary<long, (RunTable Table, long UsedAt)> _homes = [];
    private readonly List<(long Home, MessageId Identity, long Place)> _added = []; // by the transaction
    private long _uses;

    /// <summary>The run of a member that is the so manieth, from 0.</summary>
    public static int Of(long stored) => (int)(stored / Length);

    /// <summary>Adds the runs in which a member may be.</summary>
    /// <param name="set">The last of its key, which this transaction has taken.</param>
    public void Find(SharedSetRow set, MessageId identity, List<int> into, StatementBatch batch)
    {
        if (set.Stored < Length)
        {
            into.Add(0);
            return;
        }

        var table = TableOf(set, batch);
        if (table.Stored < set.Stored)
            into.Add(Of(set.Stored));
        table.Find(identity, into);
    }

    /// <summary>The transaction adds a member that is the so manieth, from 0.</summary>
    public void Add(long home, MessageId identity, long place)
    {
        if (place >= Length)
            _added.Add((home, identity, place));
    }

    /// <summary>What the transaction added is in the store.</summary>
    public void Committed()
    {
        var isRunFull = false;
        foreach (var (home, identity, place) in _added)
        {
            if (!_homes.TryGetValue(home, out var known) || known.Table.Stored != place)
                continue;
            known.Table.Add(identity, Of(place));
            known.Table.Stored++;
            isRunFull |= (place + 1) % Length == 0;
        }

        if (isRunFull)
            MakeRoom();
    }

    /// <summary>A transaction that is about sets begins.</summary>
    public void Begin()
    {
        _added.Clear();
        if (++_uses % (Unused / 10) != 0 || _homes.Count == 0)
            return;
        foreach (var (home, (_, usedAt)) in _homes)
        {
            if (_uses - usedAt > Unused)
                _homes.Remove(home);
        }
    }

    private RunTable TableOf(SharedSetRow set, StatementBatch batch)
    {
        if (!_homes.TryGetValue(set.Home, out var known))
            known.Table = new RunTable();
        _homes[set.Home] = (known.Table, _uses);

        // Where other processes add members too, it is behind by less than a run, as most of what it would read again is what it knows.
        if (Of(known.Table.Stored) < Of(set.Stored))
        {
            Read(known.Table, set, batch);
            MakeRoom();
        }

        return known.Table;
    }

    private static void Read(RunTable table, SharedSetRow set, StatementBatch batch)
    {
        batch.Read(
            "SELECT identity, run FROM collected_member WHERE home = $1 AND run >= $2",
            row =>
            {
                while (row.Read())
                    table.Add(PostgresParameters.Id(row.GetGuid(0)), row.GetInt32(1));
                return true;
            },
            PostgresParameters.Of(set.Home), PostgresParameters.Of(Of(table.Stored)));
        table.Stored = set.Stored;
    }

    // Of the sets that were written to longest ago, which are read again when they are needed.
    private void MakeRoom()
    {
        while (_homes.Count > 1 && _homes.Values.Sum(static home => (long)home.Table.Count) > MostMembers)
            _homes.Remove(_homes.MinBy(static home => home.Value.UsedAt).Key);
    }
}
