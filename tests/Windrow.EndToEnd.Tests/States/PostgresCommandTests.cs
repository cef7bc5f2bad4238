using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;

namespace Windrow.EndToEnd.Tests.States;

/// <summary>What commands do and say where the state is in a database, and that they say no password.</summary>
public sealed class PostgresCommandTests : IDisposable
{
    private const int Terminate = 15;

    private readonly PostgresServer _server = PostgresServer.Shared();
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Commands_look_into_the_database_and_show_no_password()
    {
        var database = _server.CreateDatabase(PostgresServer.GuardedUser);
        _scratch.Write("flow.yaml", $$"""
            flow: warm
            settings: {state: "postgres://{{PostgresServer.GuardedUser}}:${secret:db}@127.0.0.1:{{_server.Port}}/{{database}}"}
            sources: [{type: watch, path: incoming, pattern: "{name}.jsonl", read: lines, quiet: 0s}]
            plans:
              - name: warm
                actions:
                  - {type: set, compose: {name: "{t}"}, stage: {queue: durable} }
                  - {type: collect, key: [day], count: 2, deadline: 1h}
                  - {type: publish, path: warm.jsonl}
            """);
        _scratch.Write("incoming/readings.jsonl", "{\"t\": 1, \"day\": 1}\n{\"t\": 2, \"day\": 1}\n{\"day\": 1}\n{\"t\": 3, \"day\": 2}\n");
        var said = new List<string>();
        (await Run("run", "flow.yaml")).ShouldEndWith(5);
        _scratch.Lines("warm.jsonl").Length.ShouldBe(1);
        (await Run("why", "warm.jsonl", "--flow", "flow.yaml")).Output.ShouldContain("readings.jsonl@1");
        (await Run("products", "flow.yaml")).Output.ShouldContain("warm.jsonl");
        (await Run("runs", "flow.yaml")).Output.ShouldContain("stopped");
        (await Run("collections", "list", "flow.yaml")).Output.ShouldContain("day=2");
        (await Run("dlq", "show", "flow.yaml", "1")).Output.ShouldContain("there is no 't'");
        (await Run("dlq", "drop", "flow.yaml", "1")).ShouldEndWith(0).Output.ShouldBe("1 dropped\n");
        (await Run("state", "verify", "flow.yaml")).ShouldEndWith(0).Output.ShouldContain("nothing is damaged");
        (await Run("state", "backup", "flow.yaml", "copy")).ShouldEndWith(2).Error.ShouldContain($"pg_dump --format=custom --schema 'windrow_warm' --file backup.dump 'postgres://guarded@127.0.0.1:{_server.Port}/{database}'");
        (await Run("check", "flow.yaml", "--show")).ShouldEndWith(0).Output.ShouldContain("${secret:db}");
        (await Run("replay", "flow.yaml", "--into", "again")).Output.ShouldContain("inputs replayed");
        said.ShouldAllBe(static text => !text.Contains(PostgresServer.Password, StringComparison.Ordinal) && !text.Contains("se/cr", StringComparison.Ordinal));

        foreach (var file in Directory.EnumerateFiles(_scratch.Path, "*", SearchOption.AllDirectories))
            File.ReadAllText(file).ShouldNotContain(PostgresServer.Password, Case.Sensitive, file);

        async Task<Result> Run(params string[] arguments)
        {
            using var process = WindrowProcess.Start(_scratch.Path, arguments, ("WINDROW_SECRET_DB", PostgresServer.Password));
            process.Process.StandardInput.Close();
            if (arguments[0] == "run")
            {
                await process.Until(() => _scratch.Lines("warm.jsonl").Length == 1 && process.Error.Contains("there is no 't'", StringComparison.Ordinal), "the product");
                process.Signal(Terminate);
            }

            var result = (await process.Ended()).ShouldTellInOneScreen();
            said.Add(result.Output);
            said.Add(result.Error);
            return result;
        }
    }

    [Fact]
    public async Task Password_of_the_environment_and_of_a_file_open_the_database()
    {
        var database = _server.CreateDatabase(PostgresServer.GuardedUser);
        _scratch.Write("flow.yaml", $$"""
            settings: {state: "postgres://{{PostgresServer.GuardedUser}}@127.0.0.1:{{_server.Port}}/{{database}}"}
            sources: [{type: lines, path: "-"}]
            plans: [{name: p, actions: [{type: publish, path: out.jsonl, stage: {queue: durable} }]}]
            """);
        (await Run()).ShouldEndWith(3).Error.ShouldContain("No password has been provided");
        (await Run(("PGPASSWORD", PostgresServer.Password))).ShouldEndWith(0);
        _scratch.Write("passwords", $"127.0.0.1:*:*:{PostgresServer.GuardedUser}:{PostgresServer.Password.Replace(":", "\\:", StringComparison.Ordinal)}\n");
        System.Diagnostics.Process.Start("chmod", ["600", _scratch["passwords"]]).WaitForExit();
        (await Run(("PGPASSFILE", _scratch["passwords"]))).ShouldEndWith(0);
        (await Run(("PGPASSWORD", "wrong"))).ShouldEndWith(3).Error.ShouldContain("password authentication failed");

        async Task<Result> Run(params (string, string)[] environment)
        {
            using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once"], environment);
            await process.Feed("{\"a\": 1}\n");
            return (await process.Ended()).ShouldTellInOneScreen();
        }
    }

    [Fact]
    public async Task Processes_of_a_flow_work_at_once_each_as_its_instance()
    {
        var database = _server.Address(_server.CreateDatabase());
        _scratch.Write("flow.yaml", $$"""
            settings: {state: "{{database}}"}
            sources: [{type: watch, path: "in-${WINDROW_INSTANCE:-none}", pattern: "{name}.jsonl", read: lines, quiet: 0s}]
            plans:
              - name: p
                actions:
                  - {type: set, compose: {name: "{a}"}, stage: {queue: durable} }
                  - {type: publish, path: "out-${WINDROW_INSTANCE:-none}.jsonl"}
            """);
        string[] instances = ["north", "south"];
        foreach (var instance in instances)
            _scratch.Write($"in-{instance}/a.jsonl", string.Concat(Enumerable.Range(0, 500).Select(static number => $"{{\"a\": {number}}}\n")) + "{}\n");
        var running = instances.Select(instance => WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--instance", instance])).ToList();
        try
        {
            for (var i = 0; i < running.Count; i++)
                await running[i].Until(() => _scratch.Lines($"out-{instances[i]}.jsonl").Length == 500, "the products");
            (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--instance", "north")).ShouldEndWith(3).Error.ShouldContain($"the state of instance 'north' in {database} is in use by process {running[0].Process.Id} on ");
            (await WindrowProcess.Run(_scratch.Path, "status", "flow.yaml", "--instance", "south")).ShouldEndWith(0).Output.ShouldContain($"process {running[1].Process.Id}");
            (await WindrowProcess.Run(_scratch.Path, "dlq", "list", "flow.yaml")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
            var runs = (await WindrowProcess.Run(_scratch.Path, "runs", "flow.yaml")).Output;
            instances.ShouldAllBe(instance => runs.Contains($"({instance})", StringComparison.Ordinal));
            runs.Split("running").Length.ShouldBe(3);
            foreach (var process in running)
            {
                process.Signal(Terminate);
                (await process.Ended()).ExitCode.ShouldBeOneOf(0, 5);
            }
        }
        finally
        {
            running.ForEach(static process => process.Dispose());
        }
    }

    [Theory]
    [InlineData("postgres://u:hunter2@h/d", "a password stands in the flow file")]
    [InlineData("postgres://u@h/", "it names no database")]
    [InlineData("postgres://u@h/d?sslmod=require", "'sslmod' is no option of it; did you mean 'sslmode'?")]
    [InlineData("postgres://u@h/d?port=70000", "'70000' is no port")]
    [InlineData("postgres://u@h/d?sslmode=on", "'on' is no sslmode")]
    [InlineData("postgres://u@h/d?connect_timeout=soon", "'soon' is no number of seconds")]
    public async Task Wrong_address_is_refused_with_its_place(string address, string what)
    {
        _scratch.Write("flow.yaml", $"settings:\n  state: \"{address}\"\nsources: [{{type: lines, path: \"-\"}}]\nplans: [{{name: p, actions: [{{type: \"null\"}}]}}]\n");
        var result = (await WindrowProcess.Run(_scratch.Path, "check", "flow.yaml")).ShouldEndWith(1);
        result.Error.ShouldContain("flow.yaml:2:10: error WR2011: 'state' cannot be used: ");
        result.Error.ShouldContain(what);
        result.Error.ShouldNotContain("hunter2");
    }
}
