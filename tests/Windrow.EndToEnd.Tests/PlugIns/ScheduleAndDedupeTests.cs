using System.Text.Json.Nodes;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.PlugIns;

/// <summary>What <c>schedule</c> and <c>dedupe</c> keep, when the program is killed.</summary>
public sealed class ScheduleAndDedupeTests
{
    [Fact]
    public async Task Schedule_that_is_killed_catches_up_with_every_time_and_repeats_none()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", """
            flow: ticks
            sources: [{type: schedule, recurrence: R/2026-01-01T00:00Z/PT1S, catch-up: all}]
            plans: [{name: all, actions: [{type: publish, path: ticks.jsonl}]}]
            """);
        for (var round = 1; round <= 3; round++)
        {
            using var run = WindrowProcess.Start(scratch.Path, ["run", "flow.yaml", "--quiet"]);
            var had = scratch.Lines("ticks.jsonl").Length;
            await run.Until(() => scratch.Lines("ticks.jsonl").Length >= had + 3, "three more times");
            run.Process.Kill();
            await run.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Other than a flow that runs on, this one ends; it brings what was missed, and what no run had settled.
        (await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var numbers = scratch.Lines("ticks.jsonl").Select(static line => (long)JsonNode.Parse(line)!["metadata"]!["number"]!).ToList();
        numbers.ShouldBe([.. Enumerable.Range(0, numbers.Count).Select(index => numbers[0] + index)]);
    }

    [Fact]
    public async Task Key_is_remembered_over_a_kill_and_by_the_next_run()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", """
            flow: routes
            sources: [{type: watch, path: incoming, read: lines, done: move, move-to: done}]
            plans:
              - name: all
                actions:
                  - {type: dedupe, key: [product]}
                  - {type: publish, path: products.jsonl}
            """);
        Directory.CreateDirectory(scratch["incoming"]);
        using (var run = WindrowProcess.Start(scratch.Path, ["run", "flow.yaml", "--quiet"]))
        {
            Appear(scratch, "first.jsonl", "{\"product\": \"t2m\", \"route\": \"a\"}\n");
            await run.Until(() => File.Exists(scratch["done/first.jsonl"]), "the file that is done with");
            run.Process.Kill();
            await run.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Appear(scratch, "second.jsonl", "{\"product\": \"t2m\", \"route\": \"b\"}\n{\"product\": \"msl\", \"route\": \"b\"}\n");
        (await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        Appear(scratch, "third.jsonl", "{\"product\": \"msl\", \"route\": \"c\"}\n");
        (await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        scratch.Lines("products.jsonl").Select(static line => JsonNode.Parse(line)!["metadata"]!).Select(static each => $"{each["product"]} by {each["route"]}").ShouldBe(["t2m by a", "msl by b"]);
        File.Exists(scratch["done/third.jsonl"]).ShouldBeTrue("what is dropped is done with");
    }

    private static void Appear(Scratch scratch, string name, string content)
    {
        scratch.Write($".{name}", content);
        File.Move(scratch[$".{name}"], scratch[$"incoming/{name}"]);
    }
}
