using Windrow.Core.State.Sets;
using Windrow.Storage.Postgres.Changes;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>
/// Changes to the sets that all processes of a flow have in common. All sets that a transaction is about are taken at once, in an order that all
/// processes keep; then each work decides, and what all of them decided is written together.
/// </summary>
internal sealed class SharedSetChanges(StatementBatch batch, string instance)
{
    private readonly List<SharedSetWork> _works = [];

    public void Begin() => _works.Clear();

    public void Add(SharedSetWork work) => _works.Add(work);

    public void Declare(string scope, string? before, string declaration, byte lastOpen)
    {
        if (before is null)
        {
            // Unless another process was first.
            batch.Add("INSERT INTO collection(scope, declaration) VALUES ($1, $2) ON CONFLICT DO NOTHING", Text(scope), Text(declaration));
            return;
        }

        const string Over = "s.scope = $1 AND s.phase > $3 AND EXISTS (SELECT FROM collection AS c WHERE c.scope = $1 AND c.declaration = $2)";
        const string Done = $"{Over} AND NOT EXISTS (SELECT FROM collected_emission AS e WHERE e.set = s.number)";
        batch.Add("SELECT FROM collection WHERE scope = $1 FOR UPDATE", Text(scope));
        batch.Add($"DELETE FROM collected_member AS m USING collected_set AS s WHERE m.set = s.number AND {Done}", Text(scope), Text(before), PostgresParameters.Of((int)lastOpen));
        batch.Add($"DELETE FROM collected_set AS s WHERE {Done}", Text(scope), Text(before), PostgresParameters.Of((int)lastOpen));

        // What is on its way needs its members, and is in nobody's way any more.
        batch.Add($"UPDATE collected_set AS s SET is_latest = false WHERE {Over}", Text(scope), Text(before), PostgresParameters.Of((int)lastOpen));
        batch.Add("UPDATE collection SET declaration = $3 WHERE scope = $1 AND declaration = $2", Text(scope), Text(before), Text(declaration));
    }

    public void RemoveAll(string scope)
    {
        batch.Add("DELETE FROM collected_member AS m USING collected_set AS s WHERE m.set = s.number AND s.scope = $1", Text(scope));
        batch.Add("DELETE FROM collected_set WHERE scope = $1", Text(scope));
        batch.Add("DELETE FROM collected_emission WHERE scope = $1", Text(scope));
        batch.Add("DELETE FROM collection WHERE scope = $1", Text(scope));
    }

    /// <summary>Adds what the works decide to the batch.</summary>
    public void Emit()
    {
        if (_works.Count == 0)
            return;
        var page = new PostgresSetPage(batch, instance);
        Take(page);
        LookUpMembers(page);
        foreach (var work in _works)
        {
            page.Scope = work.Scope;
            work.Decide(page);
        }

        page.Write();
    }

    private void Take(PostgresSetPage page)
    {
        var wanted = new SortedSet<(string Scope, Guid KeyId, long Number)>(Comparer<(string Scope, Guid KeyId, long Number)>.Create(static (one, other) =>
        {
            var order = string.CompareOrdinal(one.Scope, other.Scope);
            if (order == 0)
                order = one.KeyId.CompareTo(other.KeyId);
            return order != 0 ? order : one.Number.CompareTo(other.Number);
        }));
        var keys = new Dictionary<(string Scope, Guid KeyId), SharedArrival>();
        foreach (var work in _works)
        {
            // The last set of a key behind those of which the number is known.
            foreach (var arrival in work.Arrivals)
            {
                var key = (work.Scope, PostgresParameters.Uuid(arrival.KeyId));
                if (keys.TryAdd(key, arrival))
                    wanted.Add((key.Scope, key.Item2, long.MaxValue));
            }

            foreach (var (keyId, number) in work.Sets)
                wanted.Add((work.Scope, PostgresParameters.Uuid(keyId), number));
        }

        if (wanted.Count == 0)
            return;
        var scopes = wanted.Select(static each => (string?)PostgresText.Encode(each.Scope)).ToArray();
        var (contents, texts) = (new byte[]?[wanted.Count], new string?[wanted.Count]);
        var place = 0;
        foreach (var (scope, keyId, number) in wanted)
        {
            if (number == long.MaxValue)
                (contents[place], texts[place]) = (keys[(scope, keyId)].Key, PostgresText.Encode(keys[(scope, keyId)].KeyText));
            place++;
        }

        page.Took(batch.Read(
            $"SELECT {SharedSetRows.SetColumns} FROM take_sets($1, $2, $3, $4, $5)", static row => SharedSetRows.All(row, SharedSetRows.Set),
            PostgresParameters.Of(scopes), PostgresParameters.Of(wanted.Select(static each => each.KeyId).ToArray()),
            PostgresParameters.Of(wanted.Select(static each => each.Number == long.MaxValue ? (long?)null : each.Number).ToArray()),
            PostgresParameters.Of(contents), PostgresParameters.Of(texts)));
    }

    // Only of sets that have members: the first ones of a set are new.
    private void LookUpMembers(PostgresSetPage page)
    {
        var (homes, identities) = (new List<long>(), new List<Guid>());
        foreach (var work in _works)
        {
            page.Scope = work.Scope;
            foreach (var arrival in work.Arrivals)
            {
                var set = page.Latest(arrival.KeyId);
                if (set.LastMember == 0 && set.Home == set.Number)
                    continue;
                homes.Add(set.Home);
                identities.Add(PostgresParameters.Uuid(arrival.Identity));
            }
        }

        if (homes.Count == 0)
            return;
        page.Found(batch.Read(
            """
            SELECT m.home, m.identity, m.set, m.number, m.is_ready, CASE WHEN m.is_ready THEN NULL ELSE m.value END, m.payload, NULL::bigint
            FROM unnest($1, $2) AS a(home, identity) JOIN collected_member AS m ON m.home = a.home AND m.identity = a.identity
            """,
            static row => SharedSetRows.All(row, SharedSetRows.Member),
            PostgresParameters.Of(homes.ToArray()), PostgresParameters.Of(identities.ToArray())));
    }

    private static Npgsql.NpgsqlParameter Text(string text) => PostgresParameters.Of(PostgresText.Encode(text));
}
