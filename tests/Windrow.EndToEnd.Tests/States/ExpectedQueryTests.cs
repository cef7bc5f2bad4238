using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;

namespace Windrow.EndToEnd.Tests.States;

/// <summary>Sets that a real database says the size of, whose state is a directory or a database.</summary>
public sealed class ExpectedQueryTests : IDisposable
{
    private const int Terminate = 15;

    private PostgresServer _server = null!;
    private readonly Scratch _scratch = new();
    private string _scans = "";

    public ExpectedQueryTests()
    {
        Directory.CreateDirectory(_scratch["in"]);
        Use(PostgresServer.Shared());
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Set_leaves_when_it_has_as_many_as_the_database_says_and_when_that_changes(bool isShared)
    {
        Write("SELECT count(*) FROM scans WHERE day = {day}::date", isShared);
        Bring("2018-06-03", "a", "b");
        Bring("2018-06-04", "a", "b");
        using var process = Start(isShared);
        await process.Until(() => Sets().Length == 1, "the day that is complete");
        Sets().ShouldBe(["2018-06-03: 2 of 2"]);

        // The third is given up, and nothing comes any more.
        _server.Execute(_scans, "DELETE FROM scans WHERE name = 'c'");
        await process.Until(() => Sets().Length == 2, "the other day");
        Sets().ShouldBe(["2018-06-03: 2 of 2", "2018-06-04: 2 of 2"]);
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0).Error.ShouldNotContain("not known");
    }

    [Theory]
    [InlineData("SELECT count(*) FROM nowhere WHERE day = {day}::date", "relation \"nowhere\" does not exist (SQLSTATE 42P01)")]
    [InlineData("SELECT count(*) FROM scans WHERE day = {day}", "operator does not exist: date = text (SQLSTATE 42883)")]
    [InlineData("SELECT 'many' || {day}", "the query gives 'many2018-06-03', which is no whole number of members")]
    [InlineData("SELECT 1.5", "the query gives '1.5', which is no whole number of members")]
    [InlineData("SELECT NULL::bigint", null)]
    [InlineData("SELECT 2 FROM scans WHERE name = {day}", null)]
    [InlineData("SELECT 0", null)]
    public async Task Without_a_number_sets_wait_on_and_the_reason_is_told(string query, string? reason)
    {
        Write(query, isShared: false);
        Bring("2018-06-03", "a", "b");
        using var process = Start(isShared: false, "--once");
        var ended = (await process.Ended()).ShouldEndWith(0);
        if (reason is null)
            ended.Error.ShouldNotContain("is not known");
        else
            ended.Error.ShouldContain($"how many members are expected is not known: {(reason.StartsWith("the query", StringComparison.Ordinal) ? reason : "the database ")}");
        ended.Error.ShouldContain(reason ?? "");
        ended.Error.ShouldNotContain(PostgresServer.Password);

        // It has left with the end of the flow, as at its deadline.
        _scratch.Lines("sets.jsonl").ShouldHaveSingleItem().ShouldContain("\"complete\":false");
    }

    [Fact]
    public async Task Query_that_asks_for_what_is_no_key_of_the_set_is_an_error_of_the_file()
    {
        Write("SELECT count(*) FROM scans WHERE day = {date}::date", isShared: false);
        var check = (await WindrowProcess.Run(_scratch.Path, "check", "flow.yaml")).ShouldEndWith(1);
        check.Error.ShouldContain("'{date}' is no key of the set");
        check.Error.ShouldContain("flow.yaml:5:");

        // The secret is told beside it: it is not known to this command.
        check.Error.ShouldContain("'scans'");
        check.Error.ShouldNotContain("defect");
    }

    [Fact]
    public async Task Database_that_is_away_is_asked_when_it_is_back()
    {
        using var own = PostgresServer.Start();
        Use(own);
        Write("SELECT count(*) FROM scans WHERE day = {day}::date", isShared: false);
        _server.StopServer();
        Bring("2018-06-03", "a", "b");
        using var process = Start(isShared: false);
        await process.Tells("how many members are expected is not known");
        Sets().ShouldBeEmpty();
        process.Error.ShouldContain("cannot be reached");
        _server.StartServer();
        await process.Until(() => Sets().Length == 1, "the set");
        Sets().ShouldBe(["2018-06-03: 2 of 2"]);

        // Told once, however often it was asked.
        process.Error.Split("is not known").Length.ShouldBe(2);
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0);
    }

    private void Write(string query, bool isShared) => _scratch.Write("flow.yaml", $$"""
        flow: scans
        settings: {state: "{{(isShared ? _server.Address(_server.CreateDatabase()) : "state")}}"}
        sources: [{type: watch, path: in, pattern: "{name}.jsonl", read: lines, quiet: 0s}]
        plans:
          - {name: days, actions: [{type: collect, key: [day], member: [name], deadline: 1h, expected: {query: "{{query.Replace("\"", "\\\"", StringComparison.Ordinal)}}", database: "postgres://{{PostgresServer.GuardedUser}}:${secret:scans}@127.0.0.1:{{_server.Port}}/{{_scans}}", refresh: 1s} }, {type: publish, path: sets.jsonl}]}
        """);

    private void Use(PostgresServer server)
    {
        _server = server;
        _scans = _server.CreateDatabase();
        _server.Execute(_scans, $"""
            CREATE TABLE scans(day date, name text);
            INSERT INTO scans VALUES ('2018-06-03', 'a'), ('2018-06-03', 'b'), ('2018-06-04', 'a'), ('2018-06-04', 'b'), ('2018-06-04', 'c');
            GRANT SELECT ON scans TO {PostgresServer.GuardedUser};
            """);
    }

    private WindrowProcess Start(bool isShared, params string[] more) => WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", .. isShared ? ["--instance", "one"] : Array.Empty<string>(), .. more], ("WINDROW_SECRET_SCANS", PostgresServer.Password));

    private void Bring(string day, params string[] names)
    {
        _scratch.Write($"{day}.part", string.Concat(names.Select(name => $$"""{"day": "{{day}}", "name": "{{name}}"}""" + "\n")));
        File.Move(_scratch[$"{day}.part"], _scratch[$"in/{day}.jsonl"]);
    }

    private string[] Sets() => [.. _scratch.Lines("sets.jsonl").Select(static line =>
    {
        using var document = JsonDocument.Parse(line);
        var metadata = document.RootElement.GetProperty("metadata");
        return $"{metadata.GetProperty("day").GetString()}: {metadata.GetProperty("count").GetInt32()} of {metadata.GetProperty("members").GetArrayLength()}{(metadata.GetProperty("complete").GetBoolean() ? "" : "!")}";
    })];
}
