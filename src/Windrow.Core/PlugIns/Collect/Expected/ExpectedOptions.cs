using Windrow.Core.Configuration;
using Windrow.Core.Patterns;

namespace Windrow.Core.PlugIns.Collect.Expected;

/// <summary>Where the number of members comes from that a set is to have.</summary>
internal sealed class ExpectedOptions
{
    public static readonly OptionSet<ExpectedOptions> Set = new OptionSet<ExpectedOptions>("expected")
        .Text("key", static o => o.Key, static (o, v) => o.Key = v, "The metadata key of the members that holds the number; the last one that came counts.", example: "datasets")
        .Text("directory", static o => o._directory, static (o, v) => o._directory = v, "As many as this directory has entries, with the keys of the set in braces. One that is missing or empty says nothing.", example: "raw/{sensor}/{day}")
        .Text("pattern", static o => o._pattern, static (o, v) => o._pattern = v, "Only entries of the directory with such a name count.", example: "\"{time}.bin\"")
        .Text("query", static o => o.Query, static (o, v) => o.Query = v, "As many as this statement gives, in PostgreSQL's SQL, with the keys of the set as '{key}': each becomes a parameter of the statement.", example: "\"SELECT count(*) FROM scans WHERE day = {day}::date\"")
        .TextOrSecret("database", static o => null, static (o, v, s) => (o._database, o._databaseSecret) = (v, s), "The database of the query.", example: "postgres://reader@db.example.org/scans")
        .Duration("refresh", static o => o.Refresh, static (o, v) => o.Refresh = v, "For how long an answer of a directory or a query holds.", min: TimeSpan.Zero, example: "1m")
        .Check(static (o, report) => o.Resolve(report));

    private string? _directory;
    private string? _pattern;
    private string? _database;
    private Secret? _databaseSecret;

    public string? Key { get; set; }

    public FilePattern? Directory { get; private set; }

    public FilePattern? Pattern { get; private set; }

    public string? Query { get; set; }

    public State.DatabaseAddress? Database { get; private set; }

    public TimeSpan Refresh { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The keys of the set that a directory or a query asks for.</summary>
    public IEnumerable<string> Names => Directory?.Fields ?? (Query is null ? [] : NamesIn(Query));

    private static IEnumerable<string> NamesIn(string query)
    {
        for (var open = query.IndexOf('{', StringComparison.Ordinal); open >= 0; open = query.IndexOf('{', open + 1))
        {
            if (query.IndexOf('}', open) is > 0 and var close)
                yield return query[(open + 1)..close];
        }
    }

    private void Resolve(OptionReport report)
    {
        if ((Key is null ? 0 : 1) + (_directory is null ? 0 : 1) + (Query is null ? 0 : 1) != 1)
            report.Error("expected", "the number comes from one of 'key', 'directory' and 'query'", "write for example 'expected: 8000', 'expected: {key: total}' or 'expected: {directory: \"raw/{day}\"}'");
        Directory = Parse(report, "directory", _directory);
        Pattern = Parse(report, "pattern", _pattern);
        if (_pattern is not null && _directory is null)
            report.Error("pattern", "'pattern' is of the names in a 'directory'", "name the directory, or leave it out");
        if (Query is not null != (_database is not null))
            report.Error(Query is null ? "database" : "query", "a 'query' needs a 'database', and a database is for a query", "write both or none");
        if (_database is null)
            return;

        // That the secret is not known was told where it stands.
        if (_databaseSecret is null && _database.Contains("${secret:", StringComparison.Ordinal))
            return;
        Database = State.DatabaseAddress.Parse(_database, _databaseSecret, out var problem);
        if (Database is null)
            report.Error("database", $"'database' cannot be used: {problem}");
    }

    private static FilePattern? Parse(OptionReport report, string option, string? text)
    {
        try
        {
            return text is null ? null : FilePattern.Parse(text);
        }
        catch (PatternException exception)
        {
            report.Error(option, exception.Message);
            return null;
        }
    }
}
