using Npgsql;
using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>Rows that are to be written, in one statement for each kind of them.</summary>
internal sealed class SharedSetWrites(StatementBatch batch, string instance)
{
    private const string Members = """
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS r(home, run, identity, set, number, is_ready, value, payload)
        """;

    private readonly HashSet<SharedSetRow> _changed = [];
    private readonly List<SharedSetRow> _begun = [];
    private readonly List<SharedSetRow> _removed = [];
    private readonly Dictionary<(long Home, Windrow.Core.Messages.MessageId Identity), (SharedMemberRow Row, bool IsNew)> _members = [];
    private readonly List<(string Scope, SharedEmissionRow Row, bool IsMine)> _emitted = [];
    private readonly List<SharedEmissionRow> _done = [];
    private readonly Dictionary<(string Scope, Guid Identity, Guid PartId), SharedNewsRow> _news = [];

    public void Put(SharedSetRow set) => _changed.Add(set);

    public void Add(SharedSetRow set) => _begun.Add(set);

    public void Remove(SharedSetRow set) => _removed.Add(set);

    public void Put(SharedMemberRow member, bool isNew)
    {
        var key = (member.Home, member.Identity);
        _members[key] = (member, isNew || (_members.TryGetValue(key, out var before) && before.IsNew));
    }

    public void Put(string scope, SharedEmissionRow emission, bool isMine) => _emitted.Add((scope, emission, isMine));

    public void Remove(SharedEmissionRow emission) => _done.Add(emission);

    public void Put(string scope, SharedNewsRow news) => _news[(scope, PostgresParameters.Uuid(news.Identity), PostgresParameters.Uuid(news.PartId))] = news;

    public void Emit()
    {
        EmitSets();
        EmitMembers();
        EmitEmissions();
    }

    private void EmitSets()
    {
        _changed.ExceptWith(_removed);
        var changed = _changed.Except(_begun).ToArray();
        if (changed.Length > 0)
        {
            // Before those that follow them, as only one of a key is the last.
            batch.Add(
                """
                UPDATE collected_set AS s SET is_latest = r.is_latest, phase = r.phase, revision = r.revision, members = r.members, waiting = r.waiting, last_member = r.last_member,
                    listed = r.listed, expected = r.expected, began = r.began, last = r.last, ended = r.ended, extended = r.extended, look_at = r.look_at, is_spent = r.is_spent, stored = r.stored
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS r(
                    number, is_latest, phase, revision, members, waiting, last_member, listed, expected, began, last, ended, extended, look_at, is_spent, stored)
                WHERE s.number = r.number
                """,
                Numbers(changed, static each => each.Number), Flags(changed, static each => each.IsLatest), PostgresParameters.Of(changed.Select(static each => (int)each.Phase).ToArray()),
                PostgresParameters.Of(changed.Select(static each => each.Revision).ToArray()), Numbers(changed, static each => each.Members), Numbers(changed, static each => each.Waiting),
                PostgresParameters.Of(changed.Select(static each => each.LastMember).ToArray()), PostgresParameters.Of(changed.Select(static each => each.Listed).ToArray()),
                PostgresParameters.Of(changed.Select(static each => each.Expected).ToArray()), Numbers(changed, static each => each.Began.Ticks), Numbers(changed, static each => each.Last.Ticks),
                Numbers(changed, static each => each.Ended.Ticks), Numbers(changed, static each => each.Extended.Ticks), Numbers(changed, static each => each.LookAt.Ticks), Flags(changed, static each => each.IsSpent),
                Numbers(changed, static each => each.Stored));
        }

        foreach (var set in _begun)
        {
            batch.Add(
                "INSERT INTO collected_set VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
                PostgresParameters.Of(set.Number), PostgresParameters.Of(set.Home), PostgresParameters.Of(PostgresText.Encode(set.Scope)), PostgresParameters.Of(set.KeyId), PostgresParameters.Of(set.Key),
                PostgresParameters.Of(PostgresText.Encode(set.KeyText)), PostgresParameters.Of(set.IsLatest), PostgresParameters.Of((int)set.Phase), PostgresParameters.Of(set.Revision), PostgresParameters.Of(set.Members),
                PostgresParameters.Of(set.Waiting), PostgresParameters.Of(set.LastMember), PostgresParameters.Of(set.Listed), PostgresParameters.Of(set.Expected), PostgresParameters.Of(set.Began.Ticks),
                PostgresParameters.Of(set.Last.Ticks), PostgresParameters.Of(set.Ended.Ticks), PostgresParameters.Of(set.Extended.Ticks), PostgresParameters.Of(set.LookAt.Ticks), PostgresParameters.Of(set.IsSpent),
                PostgresParameters.Of(set.Stored));
        }

        if (_removed.Count > 0)
            batch.Add("DELETE FROM collected_set WHERE number = ANY($1)", Numbers(_removed, static each => each.Number));
        _changed.Clear();
        _begun.Clear();
        _removed.Clear();
    }

    private void EmitMembers()
    {
        if (_members.Count == 0)
            return;
        Emit(isNew: true, $"INSERT INTO collected_member(home, run, identity, set, number, is_ready, value, payload) SELECT * {Members} ON CONFLICT DO NOTHING");
        Emit(isNew: false, $"UPDATE collected_member AS m SET is_ready = r.is_ready, value = r.value, payload = r.payload, set = r.set, number = r.number {Members} WHERE m.home = r.home AND m.run = r.run AND m.identity = r.identity");
        _members.Clear();
    }

    private void Emit(bool isNew, string sql)
    {
        SharedMemberRow[] rows = [.. _members.Values.Where(each => each.IsNew == isNew).Select(static each => each.Row)];
        if (rows.Length == 0)
            return;

        // As the index has them.
        Array.Sort(rows, static (one, other) => (one.Home, one.Run, one.Identity.High, one.Identity.Low).CompareTo((other.Home, other.Run, other.Identity.High, other.Identity.Low)));
        batch.Add(
            sql, Numbers(rows, static each => each.Home), PostgresParameters.Of(rows.Select(static each => each.Run).ToArray()), PostgresParameters.Of(rows.Select(static each => PostgresParameters.Uuid(each.Identity)).ToArray()), Numbers(rows, static each => each.Set),
            PostgresParameters.Of(rows.Select(static each => each.Number).ToArray()), Flags(rows, static each => each.IsReady), PostgresParameters.Of(rows.Select(static each => (byte[]?)each.Value).ToArray()),
            PostgresParameters.Of(rows.Select(static each => each.Payload?.Hash).ToArray()));
        batch.Weigh(rows.Sum(static each => (long)each.Value.Length));
    }

    private void EmitEmissions()
    {
        foreach (var (scope, row, isMine) in _emitted)
        {
            batch.Add(
                "INSERT INTO collected_emission(set, revision, is_alert, scope, key_id, key, up_to, is_complete, owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
                PostgresParameters.Of(row.Set), PostgresParameters.Of(row.Revision), PostgresParameters.Of(row.IsAlert), PostgresParameters.Of(PostgresText.Encode(scope)), PostgresParameters.Of(row.KeyId),
                PostgresParameters.Of(row.Key), PostgresParameters.Of(row.UpTo), PostgresParameters.Of(row.IsComplete), PostgresParameters.Of(isMine ? instance : ""));
        }

        foreach (var row in _done)
        {
            batch.Add(
                "DELETE FROM collected_emission WHERE set = $1 AND revision = $2 AND is_alert = $3",
                PostgresParameters.Of(row.Set), PostgresParameters.Of(row.Revision), PostgresParameters.Of(row.IsAlert));
        }

        _emitted.Clear();
        _done.Clear();
    }

    public void EmitNews()
    {
        if (_news.Count == 0)
            return;
        var all = _news.OrderBy(static each => each.Key.Scope, StringComparer.Ordinal).ThenBy(static each => each.Key.Identity).ThenBy(static each => each.Key.PartId).ToArray();
        batch.Add(
            $"""
            INSERT INTO collected_news({SharedSetRows.NewsColumns}) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (scope, identity, part_id) DO UPDATE SET known = excluded.known, last = excluded.last, is_used = excluded.is_used
            """,
            PostgresParameters.Of(all.Select(static each => (string?)PostgresText.Encode(each.Key.Scope)).ToArray()), PostgresParameters.Of(all.Select(static each => each.Key.Identity).ToArray()),
            PostgresParameters.Of(all.Select(static each => each.Key.PartId).ToArray()), PostgresParameters.Of(all.Select(static each => (byte[]?)each.Value.Part).ToArray()),
            PostgresParameters.Of(all.Select(static each => (byte[]?)each.Value.Known).ToArray()), Numbers(all, static each => each.Value.Last.Ticks), Flags(all, static each => each.Value.IsUsed));
        _news.Clear();
    }

    private static NpgsqlParameter Numbers<T>(IEnumerable<T> rows, Func<T, long> number) => PostgresParameters.Of(rows.Select(number).ToArray());

    private static NpgsqlParameter Flags<T>(IEnumerable<T> rows, Func<T, bool> flag) => PostgresParameters.Of(rows.Select(flag).ToArray());
}
