using System.Diagnostics;
using System.Text.Json.Nodes;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Chains;

/// <summary>Plans that hand messages to each other, in whole processes.</summary>
public sealed class ChainTests(ITestOutputHelper output)
{
    private static readonly bool IsExhaustive = Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1";
    private static readonly int Datasets = IsExhaustive ? 3_000 : 150;

    private const string Flow = """
        flow: chain
        settings: {checkpoint-every: 300ms}
        sources:
          - {type: watch, path: incoming, pattern: "{dataset}_{side}.txt", read: file, quiet: 0s, done: move, move-to: done}
        plans:
          - name: copy
            actions:
              - {type: file, path: "copies/{dataset}/{side}.txt"}
              - {type: submit}
          - name: left
            after: [copy]
            actions:
              - {type: select, match: {side: left}}
              - {type: submit}
          - name: right
            after: [copy]
            actions:
              - {type: select, match: {side: right}}
              - {type: submit}
          - name: both
            after: [left, right]
            join: [dataset]
            actions:
              - {type: set, remove: [members]}
              - {type: submit}
          - name: tell
            after: [both]
            actions:
              - {type: publish, path: told.jsonl}
          - name: tell-too
            takes: submissions
            actions:
              - {type: select, where: "submittedBy = 'both'"}
              - {type: publish, path: told-too.jsonl}
        """;

    [Fact]
    public async Task Killed_at_any_instant_every_join_is_there_once_and_every_next_step_has_it()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", Flow);
        for (var i = 0; i < Datasets; i++)
        {
            scratch.Write($"incoming/d{i}_left.txt", $"left {i}");
            scratch.Write($"incoming/d{i}_right.txt", $"right {i}");
        }

        var kills = IsExhaustive ? 30 : 5;
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var hits = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            using var run = WindrowProcess.Start(scratch.Path, ["run", "flow.yaml", "--quiet"]);
            var had = Told(scratch).Length;
            var began = Stopwatch.GetTimestamp();
            await run.Until(() => Told(scratch).Length > had || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(3), "something to happen");
            await Task.Delay(random.Next(150), TestContext.Current.CancellationToken);
            run.Process.Kill();
            await run.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
            hits += Told(scratch).Length < Datasets ? 1 : 0;
        }

        output.WriteLine($"seed {seed}: {hits} of {kills} kills hit work");
        hits.ShouldBeGreaterThan(kills / 6, "too few kills hit work that was under way, so the run proves nothing");
        (await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var all = Enumerable.Range(0, Datasets).Select(static i => $"d{i}").ToHashSet();
        foreach (var (name, told) in new[] { ("told", Told(scratch)), ("told-too", Told(scratch, "told-too.jsonl")) })
        {
            string.Join(' ', all.Except(told)).ShouldBe("", $"not {name}; copied: {string.Join(' ', all.Except(told).Where(each => File.Exists(scratch[$"copies/{each}/right.txt"])))}");
            told.Length.ShouldBe(all.Count, $"{name} twice");
        }

        foreach (var dataset in all)
        {
            scratch.Read($"copies/{dataset}/left.txt").ShouldBe($"left {dataset[1..]}");
            scratch.Read($"copies/{dataset}/right.txt").ShouldBe($"right {dataset[1..]}");
        }
    }

    [Fact]
    public async Task Product_at_the_end_of_a_chain_knows_the_inputs_of_its_beginning()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", Flow);
        scratch.Write("incoming/a_left.txt", "left");
        scratch.Write("incoming/a_right.txt", "right");
        (await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var why = (await WindrowProcess.Run(scratch.Path, "why", "told.jsonl")).ShouldEndWith(0).Output;
        why.ShouldContain("a_left.txt");
        why.ShouldContain("a_right.txt");
    }

    [Fact]
    public async Task What_is_under_way_when_it_is_stopped_goes_on_with_the_next_start()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", """
            flow: stopped
            sources: [{type: watch, path: incoming, pattern: "{n:d}.txt", read: file, quiet: 0s}]
            plans:
              - {name: first, actions: [{type: submit}]}
              - name: second
                after: [first]
                actions:
                  - {type: exec, command: [sh, -c, "sleep 0.2; cat \"$0\"", "{input}"], output: none}
                  - {type: publish, path: told.jsonl}
            """);
        for (var i = 0; i < 12; i++)
            scratch.Write($"incoming/{i}.txt", "x");
        using (var run = WindrowProcess.Start(scratch.Path, ["run", "flow.yaml", "--quiet"]))
        {
            await run.Until(() => scratch.Lines("told.jsonl").Length >= 2, "the first ones");
            run.Signal(15);
            (await run.Ended()).ShouldEndWith(0);
        }

        scratch.Lines("told.jsonl").Length.ShouldBeLessThan(12);
        (await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        scratch.Lines("told.jsonl").Select(static line => (int)JsonNode.Parse(line)!["metadata"]!["n"]!).ShouldBe(Enumerable.Range(0, 12), ignoreOrder: true);
    }

    private static string[] Told(Scratch scratch, string name = "told.jsonl") =>
        [.. scratch.Lines(name).Where(static line => line.EndsWith('}')).Select(static line => (string)JsonNode.Parse(line)!["metadata"]!["dataset"]!)];
}
