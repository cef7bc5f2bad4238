using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>Flows of several files, as a user runs them.</summary>
public sealed class CompositionTests : IDisposable
{
    private const int Hangup = 1;
    private const int Terminate = 15;

    private readonly Scratch _scratch = new();

    public CompositionTests()
    {
        _scratch.Write("flow.yaml", "flow: sample\ninclude: plans/*.yaml\nsources: [{type: lines, path: in.jsonl}]\n");
        _scratch.Write("plans/warm.yaml", "plans:\n  - name: warm\n    actions:\n      - {type: select, where: \"t > 20\"}\n      - {type: publish, path: warm.jsonl}\n");
        _scratch.Write("site.yaml", "plans:\n  - name: warm\n    actions: [{type: select, where: \"t > 30\"}, {type: publish, path: hot.jsonl}]\n");
        _scratch.Write("in.jsonl", "{\"t\": 25}\n{\"t\": 35}\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_takes_fragments_and_overlays()
    {
        (await Run("run", "flow.yaml")).ShouldEndWith(0);
        _scratch.Lines("warm.jsonl").Length.ShouldBe(2);
        (await Run("run", "flow.yaml", "--overlay", "site.yaml", "--discard-state")).ShouldEndWith(0);
        _scratch.Lines("hot.jsonl").Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_error_in_a_fragment_or_an_overlay_has_its_place_there()
    {
        _scratch.Write("plans/cold.yaml", "plans:\n  - name: cold\n    actions: [{type: publsh}]\n");
        _scratch.Write("site.yaml", "plans:\n  - {name: warm, actions: [{type: publish, paht: x}]}\n");
        var error = (await Run("check", "flow.yaml", "--overlay", "site.yaml")).ShouldEndWith(1).Error;
        error.ShouldContain("plans/cold.yaml:3:22: error WR5001");
        error.ShouldContain("site.yaml:2:44: error WR2001: 'paht'");
        (await Run("run", "flow.yaml", "--overlay", "site.yaml")).ShouldEndWith(3).Error.ShouldBe(error);
    }

    [Fact]
    public async Task Shown_flow_is_one_file_that_reads_as_the_same()
    {
        var shown = (await Run("check", "flow.yaml", "--overlay", "site.yaml", "--show")).ShouldEndWith(0).Output;
        shown.ShouldContain("where: t > 30");
        shown.ShouldNotContain("include");
        _scratch.Write("shown.yaml", shown);
        (await Run("check", "shown.yaml", "--show")).ShouldEndWith(0).Output.ShouldBe(shown);
    }

    [Fact]
    public async Task The_environment_names_overlays_for_every_command()
    {
        using var check = WindrowProcess.Start(_scratch.Path, ["check", "flow.yaml"], ("WINDROW_OVERLAY", "site.yaml"));
        (await check.Ended()).ShouldEndWith(0).Output.ShouldStartWith("flow.yaml with site.yaml: 1 sources, 1 plans");
        using var explain = WindrowProcess.Start(_scratch.Path, ["explain", "flow.yaml", "--message", "in.jsonl"], ("WINDROW_OVERLAY", "site.yaml"));
        (await explain.Ended()).ShouldEndWith(0).Output.ShouldContain("t > 30");
    }

    [Fact]
    public async Task An_overlay_is_laid_over_a_plan_file_of_multio()
    {
        _scratch.Write("plans.yaml", "client:\n  plans:\n    - name: p\n      actions: [{type: sink, sinks: [{type: file, path: a.grib}]}]\n");
        _scratch.Write("site.yaml", "plans: [{name: p, actions: [{type: sink, sinks: [{type: file, path: b.grib}]}]}]\n");
        (await Run("check", "plans.yaml", "--overlay", "site.yaml", "--show")).ShouldEndWith(0).Output.ShouldContain("path: b.grib");
    }

    [Fact]
    public async Task Reload_reads_fragments_and_overlays_again()
    {
        Directory.CreateDirectory(_scratch["incoming"]);
        _scratch.Write("flow.yaml", "include: plans/*.yaml\nsources: [{type: watch, path: incoming, read: lines, quiet: 100ms}]\n");
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--overlay", "site.yaml", "--verbose"]);
        await process.Tells("started");
        _scratch.Write("site.yaml", "plans:\n  - name: warm\n    actions: [{type: publish, path: hotter.jsonl}]\n");
        process.Signal(Hangup);
        await process.Tells("reloaded");
        _scratch.Write("part", "{\"t\": 40}\n");
        File.Move(_scratch["part"], _scratch["incoming/a.jsonl"]);
        await process.Until(() => _scratch.Lines("hotter.jsonl").Length == 1, "the product of the new overlay");
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0);
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
