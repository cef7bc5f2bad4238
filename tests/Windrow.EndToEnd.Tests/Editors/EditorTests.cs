using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Editors;

/// <summary>What an editor with the YAML language server shows in flow files, and what a code host takes as findings.</summary>
public sealed class EditorTests(NodeTools tools) : IClassFixture<NodeTools>, IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Editor_finds_the_schema_of_a_new_flow_and_nothing_wrong()
    {
        (await WindrowProcess.Run(_scratch.Path, "new", "flow", "daily.yaml")).ShouldEndWith(0);
        var shown = await tools.Run("findings.js", _scratch.Path, "", "daily.yaml");
        shown.Json().GetProperty("diagnostics").GetArrayLength().ShouldBe(0, shown.Output);
    }

    [Fact]
    public async Task Editor_takes_a_flow_whose_plans_are_in_other_files()
    {
        (await WindrowProcess.Run(_scratch.Path, "schema", "--file", "windrow.json")).ShouldEndWith(0);
        _scratch.Write("a.yaml", "# yaml-language-server: $schema=windrow.json\nflow: a\ninclude: [plans.yaml]\n");
        _scratch.Write("b.yaml", "# yaml-language-server: $schema=windrow.json\nflow: a\n");
        (await tools.Run("findings.js", _scratch.Path, "", "a.yaml")).Json().GetProperty("diagnostics").GetArrayLength().ShouldBe(0);
        (await tools.Run("findings.js", _scratch.Path, "", "b.yaml")).Json().GetProperty("diagnostics").GetArrayLength().ShouldNotBe(0);
    }

    [Fact]
    public async Task Editor_tells_what_is_wrong_and_completes_plug_ins()
    {
        (await WindrowProcess.Run(_scratch.Path, "schema", "--file", "windrow.json")).ShouldEndWith(0);
        _scratch.Write("a.yaml", """
            # yaml-language-server: $schema=windrow.json
            flow: a
            plns: []
            plans:
              - name: x
                actions:
                  - type: stat
            """);
        var shown = (await tools.Run("findings.js", _scratch.Path, "", "a.yaml", "6:18")).Json();
        var told = shown.GetProperty("diagnostics").EnumerateArray().Select(static each => (each.GetProperty("line").GetInt32(), each.GetProperty("message").GetString())).ToList();
        told.ShouldContain((2, "Property plns is not allowed."));
        told.ShouldContain(static each => each.Item1 == 6 && each.Item2!.StartsWith("Value must be"));
        shown.GetProperty("completions").EnumerateArray().Select(static each => each.GetString()).ShouldBe(["statistics", "statistics-mtg2"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("flow: x\nplan:\n  - 1\n", 2)]
    [InlineData("flow: x\nplans: [{name: a, actions: [{type: 'null'}]}]\n", 0)]
    [InlineData("flow: [\n", 1)]
    [InlineData("", 1)]
    public async Task Findings_are_a_log_of_the_standard(string flow, int results)
    {
        Directory.CreateDirectory(_scratch["with spaces"]);
        _scratch.Write("with spaces/Blatt 1 ü.yaml", flow);
        var checkedFlow = (await WindrowProcess.Run(_scratch.Path, "check", "with spaces/Blatt 1 ü.yaml", "--sarif")).ShouldEndWith(results > 0 ? 1 : 0);
        (await tools.Run("validate.js", _scratch.Path, checkedFlow.Output)).Output.ShouldBeEmpty();
        var found = checkedFlow.Json().GetProperty("runs")[0].GetProperty("results");
        found.GetArrayLength().ShouldBe(results, checkedFlow.Output);
        foreach (var each in found.EnumerateArray())
            each.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("with%20spaces/Blatt%201%20%C3%BC.yaml");
    }

    [Fact]
    public async Task Validator_would_tell_a_wrong_log() =>
        (await tools.Run("validate.js", _scratch.Path, """{"version": "2.1.0", "runs": [{}]}""")).Output.ShouldContain("required");

    [Fact]
    public async Task Two_forms_at_once_are_refused() =>
        (await WindrowProcess.Run(_scratch.Path, "check", "a.yaml", "--sarif", "--json")).ShouldEndWith(2).Error.ShouldContain("choose one");
}
