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
    private readonly MemberRuns _runs = new();

    public void Begin() => _works.Clear();

    /// <summary>The transaction is in the store.</summary>
    public void Committed()
    {
        if (_works.Count > 0)
            _runs.Committed();
    }

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
        batch.Add("DELETE FROM collected_news AS n USING collection AS c WHERE n.scope = $1 AND c.scope = $1 AND c.declaration = $2", Text(scope), Text(before));
        batch.Add("UPDATE collection SET declaration = $3 WHERE scope = $1 AND declaration = $2", Text(scope), Text(before), Text(declaration));
    }

    public void RemoveAll(string scope)
    {
        batch.Add("DELETE FROM collected_member AS m USING collected_set AS s WHERE m.set = s.number AND s.scope = $1", Text(scope));
        batch.Add("DELETE FROM collected_set WHERE scope = $1", Text(scope));
        batch.Add("DELETE FROM collected_emission WHERE scope = $1", Text(scope));
        batch.Add("DELETE FROM collected_news WHERE scope = $1", Text(scope));
        batch.Add("DELETE FROM collection WHERE scope = $1", Text(scope));
    }

    /// <summary>Adds what the works decide to the batch.</summary>
    public void Emit()
    {
        if (_works.Count == 0)
            return;
        var page = new PostgresSetPage(batch, _runs, instance);
        var lookup = new SharedSetLookup(batch, _works, page, _runs);
        _runs.Begin();
        lookup.TakeSets();
        lookup.FindMembers();
        lookup.FindNews();
        foreach (var work in _works)
        {
            page.Scope = work.Scope;
            work.Decide(page);
        }

        page.Write();
        page.WriteNews();
    }

    private static Npgsql.NpgsqlParameter Text(string text) => PostgresParameters.Of(PostgresText.Encode(text));
}
