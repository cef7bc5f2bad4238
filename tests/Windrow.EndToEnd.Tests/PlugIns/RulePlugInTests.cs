using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.PlugIns;

/// <summary>A kind of rule that somebody's assembly adds, used in a flow file as the document on plug-ins says.</summary>
public sealed class RulePlugInTests : IDisposable
{
    private const string Source = """
        using Windrow.Core.Decisions;

        public sealed class ScanRules : IPlugInAssembly
        {
            public void Register(PlugInCatalog catalog) => catalog
                .Add(RuleKind.Of("scan-complete", "Holds when a scan has all of its parts.", static () => ScanOptions.Set, static (options, _) => new ScanRule(options)));
        }

        public sealed class ScanOptions
        {
            public static readonly OptionSet<ScanOptions> Set = new OptionSet<ScanOptions>("scan-complete")
                .Integer("parts", static o => o.Parts, static (o, v) => o.Parts = v, "Parts of a scan.", min: 1);

            public int Parts { get; set; } = 2;
        }

        internal sealed class ScanRule(ScanOptions options) : EventRule
        {
            public override Decision Decide(Metadata metadata)
            {
                var there = metadata.TryGet("files", out var files) && files.TryGetList(out var list) ? list.Count : 0;
                return new Decision(there == options.Parts, $"{there} of {options.Parts} parts are there")
                {
                    Parameters = Metadata.From(("parts", (long)there)),
                };
            }
        }
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Rule_of_an_assembly_decides_beside_those_of_conditions()
    {
        await Compiler.PlugIn(_scratch["plugins/ScanRules/ScanRules.dll"], Source);
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: events.jsonl}]
            plans:
              - name: route
                actions:
                  - type: route
                    rules:
                      - {name: whole, type: scan-complete, parts: 3, when: "sensor = 'ply'", to: [{target: ply2las, parameters: {level: 1}}]}
                      - {name: rest, when: "sensor = 'ply'", to: wait}
                  - {type: publish, path: out.jsonl}
            """);
        _scratch.Write("events.jsonl", """
            {"sensor": "ply", "files": ["a", "b", "c"]}
            {"sensor": "ply", "files": ["a"]}
            {"sensor": "other", "files": ["a", "b", "c"]}
            """);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var lines = _scratch.Lines("out.jsonl");
        lines.Length.ShouldBe(2);
        lines[0].ShouldContain("\"parameters\":{\"level\":1,\"parts\":3},\"rule\":\"whole\"");
        lines[1].ShouldContain("\"rule\":\"rest\"");
        lines[1].ShouldNotContain("parameters");

        (await WindrowProcess.Run(_scratch.Path, "plugins", "list")).ShouldEndWith(0).Output.ShouldContain("rules\n  scan-complete  Holds when a scan has all of its parts. (ScanRules");
        (await WindrowProcess.Run(_scratch.Path, "plugins", "info", "scan-complete")).ShouldEndWith(0).Output.ShouldContain("`parts`");
        _scratch.Write("second.jsonl", "{\"sensor\": \"ply\", \"files\": [\"a\"]}\n");
        (await WindrowProcess.Run(_scratch.Path, "explain", "flow.yaml", "--message", "second.jsonl")).ShouldEndWith(0).Output.ShouldContain("does not   rule whole: scan-complete: 1 of 3 parts are there");
    }

    [Fact]
    public async Task Schema_has_the_options_of_the_kind()
    {
        await Compiler.PlugIn(_scratch["plugins/ScanRules/ScanRules.dll"], Source);
        var route = (await WindrowProcess.Run(_scratch.Path, "schema")).ShouldEndWith(0).Json().GetProperty("$defs").GetProperty("action").GetProperty("oneOf").EnumerateArray()
            .Single(static each => each.GetProperty("properties").TryGetProperty("type", out var type) && type.TryGetProperty("const", out var name) && name.GetString() == "route");
        var rule = route.GetProperty("properties").GetProperty("rules").GetProperty("items").GetProperty("anyOf").EnumerateArray().ToList();
        rule.Count.ShouldBe(2);
        rule[0].GetProperty("properties").TryGetProperty("parts", out _).ShouldBeFalse();
        rule[0].GetProperty("not").GetProperty("required")[0].GetString().ShouldBe("type");
        var scan = rule[1].GetProperty("properties");
        scan.EnumerateObject().Select(static each => each.Name).Order().ShouldBe(["name", "parts", "to", "type", "when"]);
        scan.GetProperty("type").GetProperty("const").GetString().ShouldBe("scan-complete");
        scan.GetProperty("parts").GetProperty("minimum").GetInt32().ShouldBe(1);
        rule[1].GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        scan.GetProperty("to").GetProperty("anyOf").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Mistakes_have_their_place_in_the_flow_file()
    {
        await Compiler.PlugIn(_scratch["plugins/ScanRules/ScanRules.dll"], Source);
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: events.jsonl}]
            plans:
              - actions:
                  - type: route
                    rules:
                      - {name: a, type: scan-complet, to: x}
                      - {name: b, type: scan-complete, parts: 0, to: x}
                      - {name: c, type: scan-complete, part: 2, to: x}
                      - {name: d, parts: 2, to: x}
                  - {type: "null"}
            """);
        var check = await WindrowProcess.Run(_scratch.Path, "check", "flow.yaml");
        check.ExitCode.ShouldBe(1);
        var said = check.Output + check.Error;
        said.ShouldContain("flow.yaml:8:");
        said.ShouldContain("'part'");
        said.ShouldContain("flow.yaml:9:");
        foreach (var line in new[] { 8, 9 })
            said.ShouldContain($"flow.yaml:{line}:");
        _scratch.Write("flow.yaml", _scratch.Read("flow.yaml").Replace("part: 2, ", "", StringComparison.Ordinal).Replace("d, parts: 2", "d", StringComparison.Ordinal));
        check = await WindrowProcess.Run(_scratch.Path, "check", "flow.yaml");
        said = check.Output + check.Error;
        said.ShouldContain("there is no kind of rule named 'scan-complet'; did you mean 'scan-complete'?", Case.Insensitive);
        said.ShouldContain("flow.yaml:7:");
    }
}
