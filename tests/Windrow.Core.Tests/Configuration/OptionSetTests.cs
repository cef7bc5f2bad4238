using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class OptionSetTests
{
    [Fact]
    public void Options_of_every_kind_are_bound()
    {
        var options = Bind(
            """
            path: 5
            append: true
            count: 4
            factor: 2
            wait: 1h30m
            buffer: 64KiB
            colour: red
            colours: [ dark-blue, red ]
            names: [ x, 1, true ]
            set: { a: 1, b: text }
            inner: { size: 7 }
            parts: [ { size: 1 }, { size: 2 } ]
            match: [ { a: 1 } ]
            password: open
            grid: N320
            """).ShouldBeBound();

        options.Path.ShouldBe("5");
        options.Append.ShouldBeTrue();
        options.Count.ShouldBe(4);
        options.Factor.ShouldBe(2.0);
        options.Wait.ShouldBe(TimeSpan.FromMinutes(90));
        options.Buffer.ShouldBe(65536);
        options.Colour.ShouldBe(Colour.Red);
        options.Several.ShouldBe([Colour.DarkBlue, Colour.Red]);
        options.Names.ShouldBe(["x", "1", "true"]);
        options.Map!["a"].ShouldBe("1");
        options.Part!.Size.ShouldBe(7);
        options.Parts.Select(p => p.Size).ShouldBe([1, 2]);
        options.Match.ShouldBeOfType<SequenceNode>();
        options.Password!.Reveal().ShouldBe("open");
        options.Password.ToString().ShouldNotContain("open");
        options.Grid.ShouldBe("N320");
    }

    [Fact]
    public void Defaults_are_those_of_a_new_object()
    {
        var options = Bind("path: x").ShouldBeBound();

        options.Count.ShouldBe(3);
        options.Colour.ShouldBe(Colour.DarkBlue);
        options.Names.ShouldBe(["a", "no"]);
    }

    [Theory]
    [InlineData("path: x\napend: true", "2:1: error WR2001: 'apend' is not an option of the sample; did you mean 'append'? (valid options are type, path, append, count,")]
    [InlineData("path: x\nzzzzzz: true", "2:1: error WR2001: 'zzzzzz' is not an option of the sample; valid options are type, path,")]
    [InlineData("append: true", "1:1: error WR2002: the sample needs the option 'path'; write for example path: \"daily/{param}.grib\"")]
    [InlineData("path: [ 1 ]", "1:7: error WR2003: 'path' needs a text, not a list; write for example path: \"daily/{param}.grib\"")]
    [InlineData("path:", "1:6: error WR2003: 'path' needs a text, not nothing; write for example path:")]
    [InlineData("path: x\nappend: 1", "2:9: error WR2003: 'append' needs true or false, not the whole number 1; write for example append: true")]
    [InlineData("path: x\nappend: 'true'", "2:9: error WR2003: 'append' needs true or false, not the text 'true'; write for example append: true")]
    [InlineData("path: x\nappend: off", "2:9: error WR1012: 'append' needs true or false, not 'off'; write append: false")]
    [InlineData("path: x\ncount: 2.5", "2:8: error WR2003: 'count' needs a whole number, not the number 2.5; write for example count: 3")]
    [InlineData("path: x\ncount: '2'", "2:8: error WR2003: 'count' needs a whole number, not the text '2'; write for example count: 3")]
    [InlineData("path: x\ncount: 11", "2:8: error WR2004: 'count' does not take the whole number 11; write a value from 1 hPa to 10 hPa")]
    [InlineData("path: x\nfactor: -1", "2:9: error WR2004: 'factor' does not take the whole number -1; write a value of at least 0")]
    [InlineData("path: x\nfactor: .nan", "2:9: error WR2004: 'factor' does not take the number .nan")]
    [InlineData("path: x\nfactor: fast", "2:9: error WR2003: 'factor' needs a number, not the text 'fast'; write for example factor: 0.0")]
    [InlineData("path: x\nwait: 90", "2:7: error WR2011: 'wait' does not take the whole number 90: the unit is missing; write for example wait: 1h30m")]
    [InlineData("path: x\nwait: 3d", "2:7: error WR2004: 'wait' does not take the text '3d'; write a value from 0s to 2d")]
    [InlineData("path: x\nwait: []", "2:7: error WR2003: 'wait' needs a duration, not a list; write for example wait: 1h30m")]
    [InlineData("path: x\nbuffer: 3M", "2:9: error WR2011: 'buffer' does not take the text '3M': 'M' may be thousands or 1024s: write MB or MiB; write for example buffer: 64KiB")]
    [InlineData("path: x\nbuffer: 10", "2:9: error WR2004: 'buffer' does not take the whole number 10; write a value of at least 1KiB")]
    [InlineData("path: x\nbuffer: {}", "2:9: error WR2003: 'buffer' needs a size in bytes, not a mapping")]
    [InlineData("path: x\ncolour: darkblue", "2:9: error WR2005: 'colour' does not take the text 'darkblue'; did you mean 'dark-blue'? (write one of red, dark-blue)")]
    [InlineData("path: x\ncolour: [red]", "2:9: error WR2003: 'colour' does not take a list; write one of red, dark-blue")]
    [InlineData("path: x\ncolours: red", "2:10: error WR2003: 'colours' needs a list, not the text 'red'; write for example colours: [red]")]
    [InlineData("path: x\nnames: [ [] ]", "2:10: error WR2003: 'names' needs a text, not a list; write for example names: [a, \"no\"]")]
    [InlineData("path: x\nset: [ a ]", "2:6: error WR2003: 'set' needs a mapping, not a list; write for example set: {name: text}")]
    [InlineData("path: x\nset: { a: [] }", "2:11: error WR2003: 'set' needs a text, not a list")]
    [InlineData("path: x\ninner: { type: a, size: 1 }", "2:10: error WR2001: 'type' is not an option of the inner part; valid options are size")]
    [InlineData("path: x\nparts: [ {} ]", "2:10: error WR2002: the inner part needs the option 'size'; write for example size: 3")]
    [InlineData("path: x\nparts: [ 1 ]", "2:10: error WR2003: 'parts' needs a mapping, not the whole number 1; write for example parts: [{size: 3}]")]
    [InlineData("path: x\ngrid: O320", "2:7: error WR2011: 'grid' does not take the text 'O320': a grid starts with N; write for example grid: N320")]
    [InlineData("path: x\nappend: true\ncount: 6", "3:8: error WR2009: append takes five at most; write a smaller count")]
    [InlineData("file-name: x", "1:1: warning WR2006: 'file-name' is the old name of 'path'; write path")]
    public void Errors_say_where_what_and_what_to_write(string text, string start) => Bind(text).Single().ShouldStartWith("f.yaml:" + start);

    [Fact]
    public void Option_under_two_names_is_an_error() =>
        Bind("path: x\nfile-name: y").Errors().ShouldBe(["f.yaml:2:1: error WR2007: 'file-name' gives 'path' again, after f.yaml:1:7; keep one of them"]);

    [Fact]
    public void All_errors_are_reported_together() => Bind("apend: 1\ncount: a\nwait: b\ninner: {}\nparts: [ {}, 1 ]\n").Errors().Length.ShouldBe(7);

    [Fact]
    public void Errors_in_aliased_content_tell_both_places() =>
        Bind("match: &part\n  size: 0\ninner: *part\npath: x\n").Errors()
            .ShouldBe(["f.yaml:2:9 (used at f.yaml:3:8): error WR2004: 'size' does not take the whole number 0; write a value of at least 1"]);

    [Fact]
    public void Keys_that_somebody_else_reads_are_accepted() => Bind("type: file\npath: x").ShouldBeBound();

    [Fact]
    public void Multio_files_may_hold_unknown_keys_and_values_as_text()
    {
        var bound = Bind("path: x\nrestart: 1\nappend: \"1\"\ncount: '4'\nfactor: '2.5'\nnames: one\nparts: { size: 2 }\n", ConfigDialect.Multio);

        bound.Errors().ShouldBeEmpty();
        bound.Lines.Length.ShouldBe(6);
        bound.Lines[0].ShouldStartWith("f.yaml:2:1: warning WR2001: 'restart' is not an option of the sample");
        bound.Lines[1].ShouldBe("f.yaml:3:9: warning WR2008: 'append' is given the text '1' and taken as true; write it as such");
        bound.Options.Append.ShouldBeTrue();
        bound.Options.Count.ShouldBe(4);
        bound.Options.Factor.ShouldBe(2.5);
        bound.Options.Names.ShouldBe(["one"]);
        bound.Options.Parts.Single().Size.ShouldBe(2);
    }

    [Fact]
    public void Secret_in_an_option_that_is_shown_is_an_error()
    {
        var secrets = new SecretSource(name => name == "pw" ? "hunter2" : null, _ => null);
        var diagnostics = new DiagnosticBag();
        var text = "path: ${secret:pw}\npassword: \"a${secret:pw}\"\ncount: ${secret:pw}\nwait: ${secret:pw}\nmatch: ${secret:pw}\n";
        var root = (MappingNode)ConfigReader.Read(text, "f.yaml", diagnostics, substitution: new NativeSubstitution(_ => null, secrets))!;

        var options = SampleOptions.Set.Bind(root, diagnostics);

        options.Password!.Reveal().ShouldBe("ahunter2");
        diagnostics.ErrorCount.ShouldBe(3);
        diagnostics.ToString().ShouldContain("f.yaml:1:7: error WR2010: 'path' is shown in logs, so it takes no secret");
        (diagnostics.ToString() + root + options.Password + options.Match).ShouldNotContain("hunter2");
    }

    [Fact]
    public void Thousand_plans_are_bound()
    {
        var set = new OptionSet<PlanOptions>("the plan")
            .Text("name", o => o.Name, (o, v) => o.Name = v, "The name.", required: true)
            .Node("actions", (o, v) => o.Actions = (SequenceNode)v, "The actions.", required: true);
        var diagnostics = new DiagnosticBag();
        var root = Yaml.Mapping(ThousandPlans.Text());

        var plans = ((SequenceNode)root["plans"]!).Items.Select(plan => set.Bind((MappingNode)plan, diagnostics)).ToList();

        diagnostics.ToString().ShouldBe("");
        plans.Count.ShouldBe(ThousandPlans.Count);
        plans[999].Name.ShouldBe("plan-999");
        plans.Sum(plan => plan.Actions!.Items.Count).ShouldBe(4 * ThousandPlans.Count);
    }

    private static Bound Bind(string text, ConfigDialect dialect = ConfigDialect.Native)
    {
        var root = (MappingNode)Yaml.Read(text, out var diagnostics, dialect)!;
        var options = SampleOptions.Set.Bind(root, diagnostics, new BindSettings { Dialect = dialect, AlsoKnown = ["type"] });
        return new Bound(options, [.. diagnostics.Sorted.Select(d => d.ToString())]);
    }

    private sealed record Bound(SampleOptions Options, string[] Lines)
    {
        public SampleOptions ShouldBeBound()
        {
            Lines.ShouldBeEmpty();
            return Options;
        }

        public string[] Errors() => [.. Lines.Where(line => line.Contains(": error ", StringComparison.Ordinal))];

        public string Single() => Lines.ShouldHaveSingleItem();
    }

    private sealed class PlanOptions
    {
        public string Name { get; set; } = "";

        public SequenceNode? Actions { get; set; }
    }
}
