using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>The sets of a flow are told while it runs and when it does not.</summary>
public sealed class CollectionsCommandTests : IDisposable
{
    private const int Terminate = 15;

    private const string Flow = """
        sources:
          - {type: watch, path: incoming, read: lines, quiet: 100ms}
        plans:
          - name: scenes
            actions:
              - {type: collect, key: [slot], member: [segment], critical: {segment: [PRO]}, wanted: {segment: [1, 2]}}
              - {type: publish, path: out.jsonl}
        """;

    private readonly Scratch _scratch = new();

    public CollectionsCommandTests()
    {
        _scratch.Write("flow.yaml", Flow);
        Directory.CreateDirectory(_scratch["incoming"]);
        _scratch.Write("incoming/a.jsonl", "{\"slot\": \"1200\", \"segment\": 1}\n{\"slot\": \"1215\", \"segment\": \"PRO\"}\n{\"slot\": \"1215\", \"segment\": 1}\n{\"slot\": \"1215\", \"segment\": 2}\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Sets_are_told_while_the_flow_runs_and_after_it()
    {
        (await Run("collections", "list", "flow.yaml")).ShouldEndWith(1).Error.ShouldContain("there is no state");
        using (var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml"]))
        {
            await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the set that is complete");
            await LooksRight();
            process.Signal(Terminate);
            (await process.Ended()).ShouldEndWith(0);
        }

        await LooksRight();
    }

    private async Task LooksRight()
    {
        var list = (await Run("collections", "list", "flow.yaml", "--open")).ShouldEndWith(0).Output;
        list.ShouldStartWith("open           1/3  scenes/1:collect  slot=1200  opened ");
        list.ShouldEndWith("revision 0, missing 1 critical, 1 wanted\n");
        (await Run("collections", "list", "flow.yaml")).ShouldEndWith(0).Output.ShouldContain("slot=1215");
        using var json = JsonDocument.Parse((await Run("collections", "list", "flow.yaml", "--open", "--json", "--plan", "scenes")).ShouldEndWith(0).Output);
        json.RootElement.GetProperty("missing").GetProperty("critical").GetInt32().ShouldBe(1);

        var show = (await Run("collections", "show", "flow.yaml", "slot=1200")).ShouldEndWith(0).Output;
        show.ShouldContain("a.jsonl@1  {\"segment\":1}");
        show.ShouldContain("missing        1 critical\n    {\"segment\":\"PRO\"}\n");
        show.ShouldContain("and is given up then, as critical members are missing");
        using var whole = JsonDocument.Parse((await Run("collections", "show", "flow.yaml", "slot=1200", "--json")).ShouldEndWith(0).Output);
        whole.RootElement.GetProperty("came").GetArrayLength().ShouldBe(1);
        whole.RootElement.GetProperty("awaited").GetProperty("wanted")[0].GetProperty("segment").GetInt32().ShouldBe(2);

        (await Run("collections", "show", "flow.yaml", "slot=120")).ShouldEndWith(1).Error.ShouldContain("there is no set 'slot=120'; did you mean 'slot=1200'?; 'windrow collections list flow.yaml' lists them");
        (await Run("collections", "list", "flow.yaml", "--plan", "scene")).ShouldEndWith(1).Error.ShouldContain("did you mean 'scenes'?");
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
