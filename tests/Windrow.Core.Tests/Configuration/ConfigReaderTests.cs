using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class ConfigReaderTests
{
    [Fact]
    public void Nodes_know_where_they_stand()
    {
        var root = Yaml.Mapping("# comment\nflow: coast\nplans:\n  - name: sst\n    actions: [ print, 5 ]\n");

        root.Location.ToString().ShouldBe("f.yaml:2:1");
        root["flow"]!.Location.ToString().ShouldBe("f.yaml:2:7");
        var plan = ((SequenceNode)root["plans"]!).Items[0].ShouldBeOfType<MappingNode>();
        plan.Entries[1].Key.Location.ToString().ShouldBe("f.yaml:5:5");
        ((SequenceNode)plan["actions"]!).Items[1].Location.ToString().ShouldBe("f.yaml:5:23");
    }

    [Theory]
    [InlineData("a: 1\r\nb: 2\r\n")]
    [InlineData("a: 1\nb: 2\n")]
    [InlineData("\uFEFFa: 1\nb: 2\n")]
    public void Line_ends_and_byte_order_marks_keep_positions(string text)
    {
        var root = Yaml.Mapping(text);

        root.Location.ToString().ShouldBe("f.yaml:1:1");
        root.Entries[1].Key.Location.ToString().ShouldBe("f.yaml:2:1");
    }

    [Fact]
    public void Mapping_keeps_order_and_finds_names_in_large_mappings()
    {
        var root = Yaml.Mapping(string.Concat(Enumerable.Range(0, 50).Select(i => $"key{49 - i}: {i}\n")));

        root.Entries[0].Name.ShouldBe("key49");
        ((ScalarNode)root["key7"]!).AsInt64.ShouldBe(42);
        root["key50"].ShouldBeNull();
    }

    [Fact]
    public void Json_is_read()
    {
        var root = Yaml.Mapping("{\"a\":1,\"b\":[true,null,-2.5e3,\"x\\/y\\u00e9\\n\"],\n\t\"c\":{\"d\":\"\"}}");

        ((ScalarNode)root["a"]!).AsInt64.ShouldBe(1);
        var items = ((SequenceNode)root["b"]!).Items.Cast<ScalarNode>().ToArray();
        items[0].AsBoolean.ShouldBe(true);
        items[1].IsNull.ShouldBeTrue();
        items[2].AsDouble.ShouldBe(-2500);
        items[3].AsString.ShouldBe("x/yé\n");
        ((ScalarNode)((MappingNode)root["c"]!)["d"]!).AsString.ShouldBe("");
    }

    [Fact]
    public void Json_escapes_of_surrogate_pairs_are_read()
    {
        Yaml.Scalar("\"\\ud83d\\ude00\"").Text.ShouldBe("😀");
        Yaml.Scalar("\"😀\"").Text.ShouldBe("😀");
    }

    [Fact]
    public void Quoted_and_block_scalars_are_text()
    {
        Yaml.Scalar("'5'").AsString.ShouldBe("5");
        Yaml.Scalar("\"true\"").AsString.ShouldBe("true");
        Yaml.Scalar("|\n  12\n").AsString.ShouldBe("12\n");
    }

    [Fact]
    public void Alias_keeps_both_places_for_all_that_is_within()
    {
        var root = Yaml.Mapping("base: &b\n  inner: [ 1, { x: y } ]\nuse: *b\n");

        root["base"]!.AliasedAt.ShouldBeNull();
        var use = root["use"].ShouldBeOfType<MappingNode>();
        var x = (MappingNode)((SequenceNode)use["inner"]!).Items[1];
        x.Entries[0].Key.Location.ToString().ShouldBe("f.yaml:2:17");
        x["x"]!.AliasedAt!.Value.ToString().ShouldBe("f.yaml:3:6");
        new Diagnostic(Severity.Error, Rules.WrongType, x["x"]!.Location, "bad", "", x["x"]!.AliasedAt).ToString()
            .ShouldBe("f.yaml:2:20 (used at f.yaml:3:6): error WR2003: bad");
    }

    [Fact]
    public void Alias_within_an_alias_tells_the_outermost_place()
    {
        var root = Yaml.Mapping("a: &a { x: 1 }\nb: &b { c: *a }\nd: *b\n");

        ((MappingNode)((MappingNode)root["d"]!)["c"]!)["x"]!.AliasedAt!.Value.Line.ShouldBe(3);
        ((MappingNode)((MappingNode)root["b"]!)["c"]!)["x"]!.AliasedAt!.Value.Line.ShouldBe(2);
    }

    [Fact]
    public void Merge_key_yields_to_explicit_keys_and_to_earlier_mappings()
    {
        var root = Yaml.Mapping("a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc:\n  x: 0\n  <<: [ *a, *b ]\n");

        var merged = (MappingNode)root["c"]!;
        merged.Entries.Select(e => $"{e.Name}={((ScalarNode)e.Value).Text}").ShouldBe(["x=0", "y=1", "z=2"]);
        merged["z"]!.AliasedAt!.Value.ToString().ShouldBe("f.yaml:5:13");
    }

    [Fact]
    public void Quoted_merge_key_is_a_name() => Yaml.Mapping("'<<': 1").Entries[0].Name.ShouldBe("<<");

    [Fact]
    public void Merge_key_of_a_scalar_is_an_error() =>
        Yaml.Findings("<<: 3").ShouldBe(["f.yaml:1:5: error WR1017: '<<' cannot merge the whole number 3; give it a mapping, e.g. '<<: *defaults'"]);

    [Fact]
    public void Trailing_empty_document_is_accepted()
    {
        Yaml.Mapping("---\na: 1\n---\n").Entries.Count.ShouldBe(1);
        Yaml.Mapping("---\na: 1\n...\n").Entries.Count.ShouldBe(1);
    }

    [Fact]
    public void Second_document_is_an_error() =>
        Yaml.Findings("a: 1\n---\nb: 2\n").ShouldBe(["f.yaml:2:1: error WR1015: a second document starts here; keep one document in each file"]);

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("\uFEFF")]
    public void Empty_file_is_an_error(string text) =>
        Yaml.Findings(text).ShouldBe(["f.yaml:1:1: error WR1016: the file holds nothing but white space and comments"]);

    [Fact]
    public void Duplicate_key_is_an_error_in_native_files()
    {
        Yaml.Findings("a: 1\nb: 2\na: 3\n").ShouldBe(["f.yaml:3:1: error WR1010: the key 'a' stands at f.yaml:1:1 already; remove one of them"]);
        Yaml.Findings("a: 1\n\"a\": 3\n", ConfigDialect.Multio).Length.ShouldBe(1);
    }

    [Fact]
    public void Last_duplicate_key_wins_in_yaml_1_1()
    {
        var root = (MappingNode)Yaml.Read("a: 1\nb: 2\na: 3\n", out var diagnostics, ConfigDialect.Yaml11)!;

        root.Entries.Select(e => e.Name).ShouldBe(["b", "a"]);
        ((ScalarNode)root["a"]!).AsInt64.ShouldBe(3);
        diagnostics.HasErrors.ShouldBeFalse();
        diagnostics.Sorted.Single().ToString().ShouldStartWith("f.yaml:3:1: warning WR1010: the key 'a' stands at f.yaml:1:1 already; this one wins");
    }

    [Fact]
    public void List_as_key_is_an_error() =>
        Yaml.Findings("? [ a, b ]\n: c\n").ShouldBe(["f.yaml:1:3: error WR1011: a list cannot be a key; write a name before the ':'"]);

    [Fact]
    public void Yes_and_no_warn_in_native_files_only()
    {
        Yaml.Findings("country: no\non: x\nquoted: 'no'\n").ShouldBe(
        [
            "f.yaml:1:10: warning WR1012: 'no' is a text here, but false to readers of YAML 1.1; write false for the boolean, or \"no\" in quotes for the text",
            "f.yaml:2:1: warning WR1012: 'on' is a text here, but true to readers of YAML 1.1; write \"on\" in quotes",
        ]);
        Yaml.Findings("country: no\n", ConfigDialect.Multio).ShouldBeEmpty();
        Yaml.Findings("country: no\n", ConfigDialect.Yaml11).ShouldBeEmpty();
    }

    [Fact]
    public void Unknown_alias_is_an_error_with_a_suggestion() =>
        Yaml.Findings("a: &base 1\nb: *bsae\nc: *bsae\n").ShouldBe(
        [
            "f.yaml:2:4: error WR1009: there is no anchor '&bsae' before this alias; did you mean 'base'?",
            "f.yaml:3:4: error WR1009: there is no anchor '&bsae' before this alias; did you mean 'base'?",
        ]);

    [Theory]
    [InlineData("a: !!python/object:os.system { x: 1 }", "f.yaml:1:4: error WR1013: the tag !!python/object:os.system is not allowed")]
    [InlineData("a: !!python/name:os.system", "f.yaml:1:4: error WR1013: the tag !!python/name:os.system is not allowed")]
    [InlineData("a: !foo 3", "f.yaml:1:4: error WR1013: the tag !foo is not allowed")]
    [InlineData("- !<tag:example.org,2000:x> [ 1 ]", "f.yaml:1:3: error WR1013: the tag tag:example.org,2000:x is not allowed")]
    [InlineData("!!binary aGk=", "f.yaml:1:1: error WR1013: the tag !!binary is not allowed")]
    [InlineData("!!int x", "f.yaml:1:1: error WR1014: the text does not fit its tag !!int")]
    [InlineData("!!map [ 1 ]", "f.yaml:1:1: error WR1014: the tag !!map does not fit a list")]
    public void Tags_that_are_unknown_or_do_not_fit_are_errors(string text, string start) =>
        Yaml.Findings(text).Single().ShouldStartWith(start);

    [Fact]
    public void Core_tags_are_honoured()
    {
        Yaml.Scalar("!!str 5").AsString.ShouldBe("5");
        Yaml.Scalar("!!int '5'").AsInt64.ShouldBe(5);
        Yaml.Scalar("!!float 5").Kind.ShouldBe(ScalarKind.Float);
        Yaml.Scalar("!!bool 'true'").AsBoolean.ShouldBe(true);
        Yaml.Scalar("!!null ''").IsNull.ShouldBeTrue();
        Yaml.Scalar("! 5").AsString.ShouldBe("5");
        Yaml.Read("!!seq [ 1 ]").ShouldBeOfType<SequenceNode>();
        Yaml.Read("!!map { a: 1 }").ShouldBeOfType<MappingNode>().Tag.ShouldBe("tag:yaml.org,2002:map");
    }

    [Fact]
    public void All_errors_of_a_file_are_reported_together() =>
        Yaml.Findings("a: !x 1\na: 2\nb: *nope\n? [ 1 ]\n: 2\n").Length.ShouldBe(4);

    [Fact]
    public void Syntax_error_names_its_place()
    {
        Yaml.Read("a: 1\nb: [ 1, 2\nc: 3\n", out var diagnostics).ShouldBeNull();

        diagnostics.Sorted.Single().Rule.ShouldBe(Rules.Syntax);
        diagnostics.Sorted.Single().Location.Line.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Thousand_plans_are_read_with_all_their_nodes()
    {
        var root = Yaml.Mapping(ThousandPlans.Text());

        root.Size.ShouldBe(1 + 2 + 2 + ThousandPlans.Count * ThousandPlans.NodesOfOne);
        ((SequenceNode)root["plans"]!).Items.Count.ShouldBe(ThousandPlans.Count);
    }
}
