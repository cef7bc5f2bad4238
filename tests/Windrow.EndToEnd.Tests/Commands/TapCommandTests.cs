using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>windrow tap</c> beside a flow that runs.</summary>
public sealed class TapCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public TapCommandTests() => _scratch.Write("flow.yaml", """
        flow: tapped
        sources:
          - {type: generate, name: g, params: [2t, t, u, v, q, z, r], levels: ["1000", "925", "850", "700", "500", "400", "300", "250", "200", "100"], nx: 36, ny: 190, steps: 0/to/100000/by/1}
        plans:
          - name: p
            actions:
              - {type: select, match: {shortName: [2t]}}
              - {type: set, values: {seen: true}}
              - {type: "null"}
        """);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Shows_what_comes_to_an_action_while_the_flow_goes_on()
    {
        using var flow = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--quiet"]);
        await flow.Until(() => File.Exists(_scratch[".windrow/tapped/control"]), "the flow runs");

        var first = (await WindrowProcess.Run(_scratch.Path, "tap", "flow.yaml", "p", "--count", "1")).ShouldEndWith(0).Output;
        first.ShouldContain("shortName: \"2t\"");
        first.ShouldContain("6840 points, 0 missing, minimum 2");
        first.Split('\n').Count(static line => line.StartsWith("  |", StringComparison.Ordinal) && line.Length == 36 + 4).ShouldBe(20);
        first.ShouldNotContain("seen");

        var behind = (await WindrowProcess.Run(_scratch.Path, "tap", "flow.yaml", "p/null", "--sample", "10", "--count", "3", "--json")).ShouldEndWith(0).Output;
        foreach (var line in behind.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            JsonDocument.Parse(line).RootElement.GetProperty("metadata").GetProperty("seen").GetBoolean().ShouldBeTrue();

        (await WindrowProcess.Run(_scratch.Path, "tap", "flow.yaml", "q")).ShouldEndWith(1).Error.ShouldContain("there are: p");
        (await WindrowProcess.Run(_scratch.Path, "tap", "flow.yaml", "p/3:file")).ShouldEndWith(1).Error.ShouldContain("it has: 2:set, 3:null");
        (await WindrowProcess.Run(_scratch.Path, "tap", "flow.yaml", "p", "--sample", "0")).ShouldEndWith(2);
    }

    [Fact]
    public async Task Ends_with_the_flow_and_the_flow_outlives_who_taps_it()
    {
        using var flow = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--quiet"]);
        await flow.Until(() => File.Exists(_scratch[".windrow/tapped/control"]), "the flow runs");
        using (var killed = WindrowProcess.Start(_scratch.Path, ["tap", "flow.yaml", "p", "--json"]))
        {
            await killed.Until(() => killed.Output.Length > 0, "something is shown");
            killed.Signal(9);
            await killed.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var left = WindrowProcess.Start(_scratch.Path, ["tap", "flow.yaml", "p", "--json"]);
        await left.Until(() => left.Output.Length > 0, "something is shown");
        flow.Signal(2);
        (await flow.Ended()).ShouldEndWith(0).Error.ShouldBeEmpty();
        (await left.Ended()).ShouldEndWith(0);
        (await WindrowProcess.Run(_scratch.Path, "tap", "flow.yaml", "p")).ShouldEndWith(1).Error.ShouldContain("no process runs");
    }
}
