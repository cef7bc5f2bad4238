using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>--overlay</c> has every command speak of the same flow.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public OverlayTests()
    {
        _scratch.Write("flow.yaml", """
            flow: here
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: p
                actions: [{type: select, where: "a > 5"}, {type: publish, path: out.jsonl}]
            tests:
              - name: three
                given: [{metadata: {a: 3}}]
                expect: [{plan: p, count: 1}]
            """);
        _scratch.Write("north.yaml", """
            plans: [{name: p, actions: [{type: select, where: "a > 1"}]}]
            settings: {state: north}
            """);
        _scratch.Write("in.jsonl", "{\"a\": 3}\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("products", "flow.yaml")]
    [InlineData("runs", "flow.yaml")]
    [InlineData("dlq", "list", "flow.yaml")]
    [InlineData("state", "verify", "flow.yaml", "--json")]
    [InlineData("why", "out.jsonl", "--flow", "flow.yaml")]
    public async Task Command_looks_into_the_state_that_the_overlay_names(params string[] command)
    {
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--overlay", "north.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var without = await WindrowProcess.Run(_scratch.Path, command);
        without.Error.ShouldContain("no state");
        var with = (await WindrowProcess.Run(_scratch.Path, [.. command, "--overlay", "north.yaml"])).ShouldEndWith(0);
        with.Error.ShouldNotContain("no state");
    }

    [Fact]
    public async Task Tests_are_of_the_flow_with_the_overlay()
    {
        (await WindrowProcess.Run(_scratch.Path, "test", "flow.yaml")).ShouldEndWith(1);
        (await WindrowProcess.Run(_scratch.Path, "test", "flow.yaml", "--overlay", "north.yaml")).ShouldEndWith(0);
        (await WindrowProcess.Run(_scratch.Path, "test", "flow.yaml", "--overlay", "gone.yaml")).ShouldEndWith(3).Error.ShouldContain("gone.yaml");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("pause", "--plan", "p")]
    public async Task Running_flow_is_found_by_its_overlay(string verb, params string[] more)
    {
        _scratch.Write("north.yaml", "settings: {state: north}\n");
        _scratch.Write("flow.yaml", "flow: here\nsources: [{type: watch, path: in, read: lines}]\nplans: [{name: p, actions: [{type: publish, path: out.jsonl}]}]\n");
        using var flow = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--overlay", "north.yaml"]);
        await flow.Until(() => File.Exists(_scratch["north/control"]), "the flow to run");
        (await WindrowProcess.Run(_scratch.Path, [verb, "flow.yaml", .. more])).ShouldEndWith(1);
        (await WindrowProcess.Run(_scratch.Path, [verb, "flow.yaml", .. more, "--overlay", "north.yaml"])).ShouldEndWith(0);
        flow.Signal(15);
        (await flow.Ended()).ShouldEndWith(0);
    }
}
