using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>Every command and every exit code, from outside.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Flow = """
        flow: sample
        sources:
          - {type: lines, path: in.jsonl}
        plans:
          - name: warm
            actions:
              - {type: select, where: "temperature > 20"}
              - {type: publish, path: out.jsonl}
        """;

    private readonly Scratch _scratch = new();

    public CommandTests()
    {
        _scratch.Write("flow.yaml", Flow);
        _scratch.Write("in.jsonl", "{\"temperature\": 25}\n{\"temperature\": 10}\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("run", "--help")]
    public async Task Help_always_answers_ok(params string[] arguments)
    {
        var result = (await Run(arguments)).ShouldEndWith(0);
        result.Output.ShouldNotBeEmpty();
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("run")]
    [InlineData("run", "flow.yaml", "--no-such-option")]
    [InlineData("explain", "flow.yaml")]
    public async Task Wrong_command_line_ends_with_2(params string[] arguments) =>
        (await Run(arguments)).ShouldEndWith(2).Error.ShouldContain("see 'windrow --help'");

    [Fact]
    public async Task Check_of_a_good_file_ends_with_0() =>
        (await Run("check", "flow.yaml")).ShouldEndWith(0).Output.ShouldBe("flow.yaml: 1 sources, 1 plans, 0 warnings\n  tries of warm: now, after 1 s, after 2 s, after 4 s, after 8 s, then dead letter\n");

    [Fact]
    public async Task Check_of_a_bad_file_tells_everything_and_ends_with_1()
    {
        _scratch.Write("bad.yaml", Flow.Replace("publish", "publsh", StringComparison.Ordinal).Replace("lines, path", "lines, paht", StringComparison.Ordinal));
        var result = (await Run("check", "bad.yaml")).ShouldEndWith(1);
        result.Error.ShouldContain("bad.yaml:3:19: error WR2001");
        result.Error.ShouldContain("bad.yaml:8:16: error WR5001");
        result.Error.ShouldContain("did you mean 'publish'?");
    }

    [Fact]
    public async Task Name_of_a_plan_that_is_wrong_counts_and_that_of_one_that_is_not_enabled_does_not()
    {
        const string Sources = "sources: [{type: lines, path: in.jsonl}]\nplans:\n";
        _scratch.Write("twice.yaml", Sources + "  - {name: a, actions: [{type: nul}]}\n  - {name: a, actions: [{type: \"null\"}]}\n");
        var result = (await Run("check", "twice.yaml")).ShouldEndWith(1);
        result.Error.ShouldContain("twice.yaml:3:32: error WR5001");
        result.Error.ShouldContain("twice.yaml:4:12: error WR3002");
        _scratch.Write("off.yaml", Sources + "  - {name: a, enable: false, actions: [{type: \"null\"}]}\n  - {name: a, actions: [{type: \"null\"}]}\n");
        (await Run("check", "off.yaml")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Check_prints_json_with_places()
    {
        _scratch.Write("bad.yaml", Flow.Replace("publish", "publsh", StringComparison.Ordinal));
        var finding = (await Run("check", "bad.yaml", "--json")).ShouldEndWith(1).Json()[0];
        finding.GetProperty("code").GetString().ShouldBe("WR5001");
        finding.GetProperty("line").GetInt32().ShouldBe(8);
        finding.GetProperty("column").GetInt32().ShouldBe(16);
    }

    [Fact]
    public async Task Strict_check_counts_warnings()
    {
        _scratch.Write("warn.yaml", Flow.Replace("where: \"temperature > 20\"", "where: \"temperature is not null\"", StringComparison.Ordinal));
        (await Run("check", "warn.yaml")).ShouldEndWith(0).Error.ShouldContain("WR3009");
        (await Run("check", "warn.yaml", "--strict")).ShouldEndWith(1);
    }

    [Fact]
    public async Task Shown_flow_is_read_again_as_the_same()
    {
        var shown = (await Run("check", "flow.yaml", "--show")).ShouldEndWith(0).Output;
        _scratch.Write("shown.yaml", shown);
        (await Run("check", "shown.yaml", "--show")).ShouldEndWith(0).Output.ShouldBe(shown);
    }

    [Fact]
    public async Task Run_that_does_all_ends_with_0()
    {
        var result = (await Run("run", "flow.yaml")).ShouldEndWith(0);
        result.Error.ShouldContain("sample: 2 accepted, 1 done, 0 dropped, 1 unmatched, 0 dead, 0 open");
        _scratch.Lines("out.jsonl").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Run_prints_what_check_prints_and_ends_with_3()
    {
        _scratch.Write("bad.yaml", Flow.Replace("publish", "publsh", StringComparison.Ordinal));
        var checkedError = (await Run("check", "bad.yaml")).Error;
        (await Run("run", "bad.yaml")).ShouldEndWith(3).Error.ShouldBe(checkedError);
        (await Run("explain", "bad.yaml", "--message", "in.jsonl")).ShouldEndWith(3).Error.ShouldBe(checkedError);
    }

    [Fact]
    public async Task Run_of_a_file_that_is_not_there_ends_with_3() =>
        (await Run("run", "nowhere.yaml")).ShouldEndWith(3).Error.ShouldContain("nowhere.yaml: error WR5003");

    [Fact]
    public async Task Run_with_a_dead_letter_ends_with_5()
    {
        _scratch.Write("in.jsonl", "{\"temperature\": 25}\nthis is no JSON\n");
        var result = (await Run("run", "flow.yaml")).ShouldEndWith(5);
        result.Error.ShouldContain("line 2 is not a JSON object");
        result.Error.ShouldContain("1 dead");
    }

    [Fact]
    public async Task Run_prints_json_with_counts_and_dead_letters()
    {
        _scratch.Write("in.jsonl", "{\"temperature\": 25}\nthis is no JSON\n");
        var report = (await Run("run", "flow.yaml", "--json")).ShouldEndWith(5).Json();
        report.GetProperty("accepted").GetInt64().ShouldBe(2);
        report.GetProperty("dead").GetInt64().ShouldBe(1);
        report.GetProperty("open").GetInt64().ShouldBe(0);
        report.GetProperty("dead_letters")[0].GetProperty("class").GetString().ShouldBe("permanent");
        report.GetProperty("dead_letters")[0].GetProperty("origin").GetString()!.ShouldEndWith("in.jsonl@2");
    }

    [Fact]
    public async Task Quiet_run_says_nothing() => (await Run("run", "flow.yaml", "--quiet")).ShouldEndWith(0).Error.ShouldBeEmpty();

    [Fact]
    public async Task Explain_names_the_clause_that_decided()
    {
        var result = (await Run("explain", "flow.yaml", "--message", "in.jsonl")).ShouldEndWith(0);
        result.Output.ShouldContain("taken      warm: ");
        result.Output.ShouldContain("not taken  warm: ");
        result.Output.ShouldContain("temperature");
        result.Output.ShouldEndWith("\n  tries of warm: now, after 1 s, after 2 s, after 4 s, after 8 s, then dead letter\n");
        File.Exists(_scratch["out.jsonl"]).ShouldBeFalse("explaining has no effect");
    }

    [Fact]
    public async Task Explain_prints_json_lines()
    {
        var lines = (await Run("explain", "flow.yaml", "--message", "in.jsonl", "--json")).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("taken").GetBoolean()).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Explain_of_a_message_that_is_not_there_ends_with_2() =>
        (await Run("explain", "flow.yaml", "--message", "nothing.jsonl")).ShouldEndWith(2);

    [Fact]
    public async Task Plugins_are_listed_for_people_and_machines()
    {
        (await Run("plugins", "list")).ShouldEndWith(0).Output.ShouldContain("  select ");
        var names = (await Run("plugins", "list", "--json")).ShouldEndWith(0).Json().EnumerateArray().Select(static plugIn => plugIn.GetProperty("name").GetString()).ToList();
        names.ShouldContain("watch");
        names.ShouldContain("grib");
    }

    [Fact]
    public async Task Sample_of_every_plug_in_is_yaml_that_names_it()
    {
        foreach (var plugIn in (await Run("plugins", "list", "--json")).Json().EnumerateArray())
        {
            var name = plugIn.GetProperty("name").GetString()!;
            (await Run("plugins", "info", name, "--sample")).ShouldEndWith(0).Output.ShouldContain($"- type: {(name == "null" ? "\"null\"" : name)}\n");
        }
    }

    [Fact]
    public async Task Plug_in_is_described() => (await Run("plugins", "info", "collect")).ShouldEndWith(0).Output.ShouldStartWith("# collect\n");

    [Fact]
    public async Task Unknown_plug_in_is_told_with_a_suggestion() =>
        (await Run("plugins", "info", "wach")).ShouldEndWith(1).Error.ShouldContain("did you mean 'watch'?");

    [Fact]
    public async Task Schema_is_json_that_knows_the_plug_ins()
    {
        var schema = (await Run("schema")).ShouldEndWith(0).Json();
        schema.GetProperty("$defs").GetProperty("source").GetProperty("oneOf").GetArrayLength().ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Doctor_tells_about_ecCodes()
    {
        (await Run("doctor")).ShouldEndWith(0).Output.ShouldContain("ecCodes");
        (await Run("doctor", "--json")).ShouldEndWith(0).Json().EnumerateArray().ShouldContain(static library => library.GetProperty("package").GetString() == "libeccodes0");
        (await Run("doctor", "--json")).Json().EnumerateArray().ShouldContain(static library => library.GetProperty("package").GetString() == "libmagplus3v5" && library.GetProperty("data").GetString() != null);
    }

    [Fact]
    public async Task New_flow_is_written_once()
    {
        (await Run("new", "flow", "fresh.yaml")).ShouldEndWith(0);
        var text = _scratch.Read("fresh.yaml");
        text.ShouldContain("flow: fresh");
        (await Run("new", "flow", "fresh.yaml")).ShouldEndWith(1);
        _scratch.Read("fresh.yaml").ShouldBe(text);
    }

    [Fact]
    public async Task No_output_has_colour_when_NO_COLOR_is_set()
    {
        foreach (var arguments in new string[][] { ["--help"], ["run", "flow.yaml"], ["check", "flow.yaml"], ["plugins", "list"], ["doctor"] })
        {
            // `script` gives the program a terminal, where it would use colours.
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("script", ["-qefc", $"{Repository.Program} {string.Join(' ', arguments)}", "/dev/null"])
            {
                WorkingDirectory = _scratch.Path,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
                Environment = { ["NO_COLOR"] = "1", ["TERM"] = "xterm" },
            })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            output.ShouldNotBeEmpty();
            output.ShouldNotMatch("\u001b\\[[0-9;]*m");
        }
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
