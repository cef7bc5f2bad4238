using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>Operators end sets and put them off: while the flow runs and when it does not, whoever has the state.</summary>
public sealed class CollectionOrderTests : IDisposable
{
    private const int Terminate = 15;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("sqlite", true)]
    [InlineData("sqlite", false)]
    [InlineData("postgres", true)]
    [InlineData("postgres", false)]
    [InlineData("shared", true)]
    [InlineData("shared", false)]
    public async Task Sets_are_fired_extended_and_dropped(string state, bool whileItRuns)
    {
        var server = state == "sqlite" ? null : PostgresServer.Shared();
        string[] instance = state == "shared" ? ["--instance", "north"] : [];
        _scratch.Write("flow.yaml", $$"""
            flow: scenes
            settings: {state: "{{(server is null ? "state" : server.Address(server.CreateDatabase()))}}"}
            sources: [{type: watch, path: incoming, read: lines, quiet: 0s}]
            plans:
              - name: scenes
                actions:
                  - {type: collect, key: [slot], count: 3, deadline: 1h}
                  - {type: publish, path: out.jsonl}
            """);
        _scratch.Write("incoming/a.jsonl", """
            {"slot": 1, "part": 1}
            {"slot": 1, "part": 2}
            {"slot": 2, "part": 1}
            {"slot": 3, "part": 1}

            """);
        var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", .. instance]);
        try
        {
            for (var left = 500; left > 0 && (await Collections("list")).Output.Split('\n').Length < 4; left--)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            if (!whileItRuns)
                await Stop(process);
            var before = (await Collections("list", "--open")).ShouldEndWith(0).Output;
            before.ShouldContain("2/3  scenes/1:collect  slot=1");

            var said = whileItRuns ? "\n" : "; it is carried out by the next process that runs the flow\n";
            (await Collections("fire", "slot=1")).ShouldEndWith(0).Output.ShouldBe($"slot=1 fired{said}");
            (await Collections("drop", "slot=2")).ShouldEndWith(0).Output.ShouldBe($"slot=2 dropped{said}");
            (await Collections("extend", "slot=3", "--by", "3h")).ShouldEndWith(0).Output.ShouldBe($"slot=3 extended by 3h{said}");
            (await Collections("fire", "slot=1")).ShouldEndWith(1).Error.ShouldContain("there is no open set 'slot=1'; did you mean 'slot=3'?");
            (await Collections("extend", "slot=3", "--by", "soon")).ShouldEndWith(2).Error.ShouldContain("'soon' is no time by which a deadline could be put off");
            if (whileItRuns)
            {
                await process.Tells($"@{Environment.MachineName} had the set [slot, 1] fired");
                await process.Tells("had the set [slot, 3] extended by 3h");
            }
            else
            {
                process.Dispose();
                process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", .. instance]);
            }

            await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the set that was fired");
            _scratch.Lines("out.jsonl")[0].ShouldContain("\"count\":2");
            var after = (await Collections("list", "--open")).ShouldEndWith(0).Output;
            after.ShouldStartWith("open           1/3  scenes/1:collect  slot=3");
            Deadline(after).ShouldBe(Deadline(before.Split('\n').Single(static line => line.Contains("slot=3", StringComparison.Ordinal))) + TimeSpan.FromHours(3), TimeSpan.FromSeconds(1));
            await Stop(process);
            _scratch.Lines("out.jsonl").Length.ShouldBe(1);
        }
        finally
        {
            process.Dispose();
        }

        Task<Result> Collections(string verb, params string[] more) => WindrowProcess.Run(_scratch.Path, ["collections", verb, "flow.yaml", .. more, .. instance]);
    }

    private static async Task Stop(WindrowProcess process)
    {
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0);
    }

    private static DateTime Deadline(string line) => DateTime.Parse(line.Split("deadline ")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
}
