using System.Text;
using System.Text.Json;
using Npgsql;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>
/// Reads the progress that a rulechecker has noted in its PostgreSQL database 'rulemonitor': a row for each file that counted for a rule, with
/// what it belongs to as JSON. Rows may be there several times.
/// </summary>
public sealed class Rulemonitor(DatabaseAddress database)
{
    private const string Table = "extractor_ids";

    /// <summary>Reads what is noted, each once, in the order of the files: the members of <c>output</c>, and <c>file_path</c>.</summary>
    /// <exception cref="StateException">The database cannot be read, or has no such table.</exception>
    public IEnumerable<Metadata> Read()
    {
        using var connections = new PostgresConnections(new StateLocation("") { Database = database, Flow = "public" }, "windrow imports");
        using var connection = connections.Open();
        Check(connection);
        using var command = new NpgsqlCommand($"SELECT DISTINCT output::text, file_path::text FROM public.{Table} WHERE file_path IS NOT NULL ORDER BY 2, 1", connection) { CommandTimeout = 0 };
        using var rows = PostgresErrors.Translating(database, command.ExecuteReader);
        while (PostgresErrors.Translating(database, rows.Read))
            yield return Of(rows.IsDBNull(0) ? "{}" : rows.GetString(0), rows.GetString(1));
    }

    private static Metadata Of(string output, string path)
    {
        try
        {
            return MetadataJson.Parse(Encoding.UTF8.GetBytes(output)).With("file_path", path);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new StateException(StateTrouble.Corrupt, $"'output' of the file '{path}' is no JSON object: {exception.Message}", exception);
        }
    }

    private void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position", connection);
        command.Parameters.Add(PostgresParameters.Of(Table));
        var columns = PostgresErrors.Translating(database, () =>
        {
            using var rows = command.ExecuteReader();
            var names = new List<string>();
            while (rows.Read())
                names.Add(rows.GetString(0));
            return names;
        });
        if (columns.Count == 0)
            throw new StateException(StateTrouble.Unusable, $"the database {database} has no table '{Table}', so it is none of a rulechecker's");
        if (!columns.Contains("output") || !columns.Contains("file_path"))
            throw new StateException(StateTrouble.Unusable, $"the table '{Table}' of {database} has no columns 'output' and 'file_path', which later versions of rulechecker have; it has: {string.Join(", ", columns)}");
    }
}
