using Windrow.Core.Messages;
using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>The sets that the transaction of this process has taken, and what was decided about them.</summary>
internal sealed class PostgresSetPage(StatementBatch batch, MemberRuns runs, string instance) : SharedSetPage
{
    private readonly Dictionary<long, SharedSetRow> _sets = [];
    private readonly Dictionary<(string Scope, MessageId KeyId), SharedSetRow> _latest = [];
    private readonly Dictionary<(long Home, MessageId Identity), SharedMemberRow> _members = [];
    private readonly Dictionary<MessageId, List<long>> _told = []; // where those are members that something is told of
    private readonly Dictionary<(string Scope, MessageId Identity), List<SharedNewsRow>> _news = [];
    private readonly SharedSetWrites _writes = new(batch, instance);

    /// <summary>Of the work that decides.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The numbers of the sets that are taken.</summary>
    public IEnumerable<long> Numbers => _sets.Keys;

    private Npgsql.NpgsqlParameter InScope => PostgresParameters.Of(PostgresText.Encode(Scope));

    public void Took(IEnumerable<SharedSetRow> sets)
    {
        foreach (var set in sets)
            Keep(set);
    }

    public void Found(IEnumerable<SharedMemberRow> members)
    {
        foreach (var member in members)
            Keep(member);
    }

    /// <summary>Something is told of a member.</summary>
    public void IsTold(MessageId identity) => _told.TryAdd(identity, []);

    public void Found(IEnumerable<(string Scope, SharedNewsRow Row)> news)
    {
        foreach (var (scope, row) in news)
            NewsOf(scope, row.Identity).Add(row);
    }

    public override SharedSetRow Latest(MessageId keyId) => _latest[(Scope, keyId)];

    public override SharedSetRow? LatestOrNone(MessageId keyId) => _latest.GetValueOrDefault((Scope, keyId)) is { IsLatest: true } set ? set : null;

    public override IReadOnlyList<SharedMemberRow> Waiting(MessageId identity) =>
        [.. _told[identity].Select(home => _members[(home, identity)]).Where(member => !member.IsReady && _sets.TryGetValue(member.Set, out var set) && set.Scope == Scope)];

    public override IReadOnlyList<SharedNewsRow> News(MessageId identity) => _news.TryGetValue((Scope, identity), out var news) ? [.. news] : [];

    public override SharedSetRow? Find(long number) => _sets.GetValueOrDefault(number);

    public override SharedMemberRow? Member(long home, MessageId identity) => _members.GetValueOrDefault((home, identity));

    public override IReadOnlyList<SharedSetRow> TakeDue(DateTime now, int most) => Take(
        $"SELECT {SharedSetRows.SetColumns} FROM collected_set WHERE scope = $1 AND look_at <= $2 ORDER BY look_at LIMIT $3 FOR UPDATE SKIP LOCKED",
        InScope, PostgresParameters.Of(now.Ticks), PostgresParameters.Of((long)most));

    public override IReadOnlyList<SharedSetRow> TakeBeyond(bool areOpen, byte lastOpen, int limit, int most)
    {
        var condition = areOpen ? "phase <= $2" : "phase > $2 AND NOT is_spent";
        var beyond = batch.Read(
            $"SELECT count(*) FROM collected_set WHERE scope = $1 AND {condition}", static row => row.Read() ? row.GetInt64(0) : 0, InScope, PostgresParameters.Of((int)lastOpen)) - limit;
        return beyond <= 0 ? [] : Take(
            $"SELECT {SharedSetRows.SetColumns} FROM collected_set WHERE scope = $1 AND {condition} ORDER BY {(areOpen ? "began" : "ended")} LIMIT $3 FOR UPDATE SKIP LOCKED",
            InScope, PostgresParameters.Of((int)lastOpen), PostgresParameters.Of(Math.Min(beyond, most)));
    }

    public override IReadOnlyList<SharedEmissionRow> TakeOver(DateTime now, bool withOwn) => batch.Read(
        $"""
        UPDATE collected_emission SET owner = $3 WHERE (set, revision, is_alert) IN (
            SELECT set, revision, is_alert FROM collected_emission WHERE ({SharedSetReader.IsLeft}) OR ($4 AND scope = $1 AND owner = $3) ORDER BY set, revision, is_alert DESC FOR UPDATE SKIP LOCKED)
        RETURNING {SharedSetRows.EmissionColumns}
        """,
        static row => SharedSetRows.All(row, SharedSetRows.Emission), InScope, PostgresParameters.Of(now.Ticks), PostgresParameters.Of(instance), PostgresParameters.Of(withOwn));

    public override SharedSetRow BeginNext(SharedSetRow before)
    {
        before.IsLatest = false;
        _writes.Put(before);
        var next = new SharedSetRow
        {
            Number = batch.Read("SELECT nextval('collected_set_number')", static row => row.Read() ? row.GetInt64(0) : 0),
            Home = before.Home,
            Scope = before.Scope,
            KeyId = before.KeyId,
            Key = before.Key,
            KeyText = before.KeyText,
            Stored = before.Stored,
        };
        Keep(next);
        _writes.Add(next);
        return next;
    }

    public override void Put(SharedSetRow set) => _writes.Put(set);

    public override void Put(SharedMemberRow member)
    {
        var isNew = !_members.TryGetValue((member.Home, member.Identity), out var known);
        if (isNew)
        {
            var place = _sets[member.Set].Stored++;
            member.Run = MemberRuns.Of(place);
            runs.Add(member.Home, member.Identity, place);
        }
        else
        {
            member.Run = known!.Run;
        }

        _writes.Put(member, isNew);
        Keep(member);
    }

    public override void Put(SharedNewsRow news)
    {
        var known = NewsOf(Scope, news.Identity);
        known.RemoveAll(each => each.PartId == news.PartId);
        known.Add(news);
        _writes.Put(Scope, news);
    }

    public override (int Removed, int Unused) ForgetNews(DateTime before, int maximum, int most) => batch.Read(
        """
        WITH gone AS (DELETE FROM collected_news WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM collected_news WHERE scope = $1 AND last <= greatest($2, (SELECT last FROM collected_news WHERE scope = $1 ORDER BY last DESC OFFSET $3 LIMIT 1))
            ORDER BY last LIMIT $4 FOR UPDATE SKIP LOCKED)) RETURNING is_used)
        SELECT count(*), count(*) FILTER (WHERE NOT is_used) FROM gone
        """,
        static row => row.Read() ? ((int)row.GetInt64(0), (int)row.GetInt64(1)) : default, InScope, PostgresParameters.Of(before.Ticks), PostgresParameters.Of((long)maximum), PostgresParameters.Of((long)most));

    public override void Put(SharedEmissionRow emission, bool isMine = true) => _writes.Put(Scope, emission, isMine);

    public override void Remove(SharedEmissionRow emission) => _writes.Remove(emission);

    public override bool HasEmissions(SharedSetRow set)
    {
        Write();
        return batch.Read("SELECT EXISTS (SELECT FROM collected_emission WHERE set = $1)", static row => row.Read() && row.GetBoolean(0), PostgresParameters.Of(set.Number));
    }

    public override int RemoveMembers(SharedSetRow set, int most)
    {
        Write();
        return (int)batch.Read(
            """
            WITH gone AS (DELETE FROM collected_member WHERE ctid = ANY (ARRAY(SELECT ctid FROM collected_member WHERE set = $1 ORDER BY set, number LIMIT $2)) RETURNING 1)
            SELECT count(*) FROM gone
            """,
            static row => row.Read() ? row.GetInt64(0) : 0, PostgresParameters.Of(set.Number), PostgresParameters.Of((long)most));
    }

    public override void Remove(SharedSetRow set) => _writes.Remove(set);

    /// <summary>Adds what was decided so far to the batch.</summary>
    public void Write() => _writes.Emit();

    /// <summary>Adds what was told of members, once and last: other processes may wait for the same rows, which all of them write in one order.</summary>
    public void WriteNews() => _writes.EmitNews();

    private IReadOnlyList<SharedSetRow> Take(string sql, params ReadOnlySpan<Npgsql.NpgsqlParameter> parameters)
    {
        // What was decided before is to be seen.
        Write();
        var sets = batch.Read(sql, static row => SharedSetRows.All(row, SharedSetRows.Set), parameters);
        for (var i = 0; i < sets.Count; i++)
        {
            if (_sets.TryGetValue(sets[i].Number, out var known))
                sets[i] = known;
            else
                Keep(sets[i]);
        }

        return sets;
    }

    private void Keep(SharedMemberRow member)
    {
        _members[(member.Home, member.Identity)] = member;
        if (_told.TryGetValue(member.Identity, out var homes) && !homes.Contains(member.Home))
            homes.Add(member.Home);
    }

    private List<SharedNewsRow> NewsOf(string scope, MessageId identity)
    {
        if (!_news.TryGetValue((scope, identity), out var known))
            _news.Add((scope, identity), known = []);
        return known;
    }

    private void Keep(SharedSetRow set)
    {
        _sets[set.Number] = set;
        if (set.IsLatest)
            _latest[(set.Scope, set.KeyId)] = set;
    }
}
