using Windrow.Core.Messages;
using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>Takes the sets that the works of a transaction are about, and looks up what they ask for.</summary>
internal sealed class SharedSetLookup(StatementBatch batch, IReadOnlyList<SharedSetWork> works, PostgresSetPage page, MemberRuns runs)
{
    private readonly SortedSet<(string Scope, Guid KeyId, long Number)> _wanted = new(Comparer<(string Scope, Guid KeyId, long Number)>.Create(static (one, other) =>
    {
        var order = string.CompareOrdinal(one.Scope, other.Scope);
        if (order == 0)
            order = one.KeyId.CompareTo(other.KeyId);
        return order != 0 ? order : one.Number.CompareTo(other.Number);
    }));

    private readonly Dictionary<(string Scope, Guid KeyId), SharedArrival> _keys = [];
    private readonly HashSet<(string Scope, MessageId Identity)> _told = [];
    private readonly List<int> _places = [];

    /// <summary>Takes all of them in the order that all processes keep.</summary>
    public void TakeSets()
    {
        HoldMembers();
        foreach (var work in works)
        {
            // The last set of a key behind those of which the number is known.
            foreach (var arrival in work.Arrivals)
            {
                var key = (work.Scope, PostgresParameters.Uuid(arrival.KeyId));
                if (_keys.TryAdd(key, arrival))
                    _wanted.Add((key.Scope, key.Item2, long.MaxValue));
            }

            foreach (var (keyId, number) in work.Sets)
                _wanted.Add((work.Scope, PostgresParameters.Uuid(keyId), number));
        }

        AddSetsOfTold();
        if (_wanted.Count == 0)
            return;
        var scopes = _wanted.Select(static each => (string?)PostgresText.Encode(each.Scope)).ToArray();
        var (contents, texts) = (new byte[]?[_wanted.Count], new string?[_wanted.Count]);
        var place = 0;
        foreach (var (scope, keyId, number) in _wanted)
        {
            if (number == long.MaxValue)
                (contents[place], texts[place]) = (_keys[(scope, keyId)].Key, PostgresText.Encode(_keys[(scope, keyId)].KeyText));
            place++;
        }

        page.Took(batch.Read(
            $"SELECT {SharedSetRows.SetColumns} FROM take_sets($1, $2, $3, $4, $5)", static row => SharedSetRows.All(row, SharedSetRows.Set),
            PostgresParameters.Of(scopes), PostgresParameters.Of(_wanted.Select(static each => each.KeyId).ToArray()),
            PostgresParameters.Of(_wanted.Select(static each => each.Number == long.MaxValue ? (long?)null : each.Number).ToArray()),
            PostgresParameters.Of(contents), PostgresParameters.Of(texts)));
    }

    /// <summary>Looks up arrivals in sets that have members, as the first ones of a set are new; and the members that something is told of.</summary>
    public void FindMembers()
    {
        var (homes, places, identities) = (new List<long>(), new List<int>(), new List<Guid>());
        foreach (var work in works)
        {
            page.Scope = work.Scope;
            foreach (var arrival in work.Arrivals)
            {
                var set = page.Latest(arrival.KeyId);
                if (set.LastMember == 0 && set.Home == set.Number)
                    continue;
                _places.Clear();
                runs.Find(set, arrival.Identity, _places, batch);
                foreach (var run in _places)
                {
                    homes.Add(set.Home);
                    places.Add(run);
                    identities.Add(PostgresParameters.Uuid(arrival.Identity));
                }
            }
        }

        if (homes.Count > 0)
        {
            page.Found(batch.Read(
                """
                SELECT m.home, m.identity, m.set, m.number, m.is_ready, CASE WHEN m.is_ready THEN NULL ELSE m.value END, m.payload, NULL::bigint, m.run
                FROM unnest($1, $2, $3) AS a(home, run, identity) JOIN collected_member AS m ON m.home = a.home AND m.run = a.run AND m.identity = a.identity
                """,
                static row => SharedSetRows.All(row, SharedSetRows.Member),
                PostgresParameters.Of(homes.ToArray()), PostgresParameters.Of(places.ToArray()), PostgresParameters.Of(identities.ToArray())));
        }

        if (_told.Count > 0)
        {
            page.Found(batch.Read(
                """
                SELECT m.home, m.identity, m.set, m.number, m.is_ready, m.value, m.payload, NULL::bigint, m.run
                FROM collected_member AS m WHERE NOT m.is_ready AND m.identity = ANY ($1) AND m.set = ANY ($2)
                """,
                static row => SharedSetRows.All(row, SharedSetRows.Member), Told(), PostgresParameters.Of(page.Numbers.ToArray())));
        }
    }

    /// <summary>Looks up what was told before of the arrivals that are new, and of the members that something is told of.</summary>
    public void FindNews()
    {
        var asked = new HashSet<(string Scope, MessageId Identity)>(_told);
        foreach (var work in works.Where(static work => work.HearsNews))
        {
            page.Scope = work.Scope;
            foreach (var arrival in work.Arrivals)
            {
                if (page.Member(page.Latest(arrival.KeyId).Home, arrival.Identity) is null)
                    asked.Add((work.Scope, arrival.Identity));
            }
        }

        if (asked.Count == 0)
            return;
        page.Found(batch.Read(
            "SELECT n.scope, n.identity, n.part_id, n.part, n.known, n.last, n.is_used FROM unnest($1, $2) AS a(scope, identity) JOIN collected_news AS n ON n.scope = a.scope AND n.identity = a.identity",
            static row => SharedSetRows.All(row, static row => (PostgresText.Decode(row.GetString(0)), SharedSetRows.News(row))),
            PostgresParameters.Of(asked.Select(static each => (string?)PostgresText.Encode(each.Scope)).ToArray()),
            PostgresParameters.Of(asked.Select(static each => PostgresParameters.Uuid(each.Identity)).ToArray())));
    }

    // A member that comes and what is told of it may not pass each other unseen. So members come to the sets of an action together, and what is told is told
    // alone. Before all sets, in one order, so that nobody waits in a circle.
    private void HoldMembers()
    {
        foreach (var scope in works.Where(static work => work.HearsNews || work.Told.Count > 0).GroupBy(static work => work.Scope).OrderBy(static scope => scope.Key, StringComparer.Ordinal))
        {
            var isAlone = scope.Any(static work => work.Told.Count > 0);
            batch.Add(
                $"SELECT pg_advisory_xact_lock{(isAlone ? "" : "_shared")}(hashtextextended('windrow news ' || current_schema() || ' ' || $1, 0))",
                PostgresParameters.Of(PostgresText.Encode(scope.Key)));
        }
    }

    private void AddSetsOfTold()
    {
        foreach (var work in works)
        {
            foreach (var identity in work.Told)
            {
                _told.Add((work.Scope, identity));
                page.IsTold(identity);
            }
        }

        if (_told.Count == 0)
            return;
        var sets = batch.Read(
            """
            SELECT DISTINCT s.scope, s.key_id, s.number, l.number
            FROM unnest($1, $2) AS t(scope, identity)
            JOIN collected_member AS m ON m.identity = t.identity AND NOT m.is_ready
            JOIN collected_set AS s ON s.number = m.set AND s.scope = t.scope
            LEFT JOIN collected_set AS l ON l.scope = s.scope AND l.key_id = s.key_id AND l.is_latest
            """,
            static row => SharedSetRows.All(row, static row => (PostgresText.Decode(row.GetString(0)), row.GetGuid(1), row.GetInt64(2), row.IsDBNull(3) ? (long?)null : row.GetInt64(3))),
            PostgresParameters.Of(_told.Select(static each => (string?)PostgresText.Encode(each.Scope)).ToArray()), Told());
        foreach (var (scope, keyId, number, latest) in sets)
        {
            _wanted.Add((scope, keyId, number));
            if (latest is { } last)
                _wanted.Add((scope, keyId, last));
        }
    }

    private Npgsql.NpgsqlParameter Told() => PostgresParameters.Of(_told.Select(static each => PostgresParameters.Uuid(each.Identity)).ToArray());
}
