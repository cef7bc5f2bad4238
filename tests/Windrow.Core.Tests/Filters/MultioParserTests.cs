using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Multio;
using Windrow.Core.Messages;

namespace Windrow.Core.Tests.Filters;

public sealed class MultioParserTests
{
    [Theory]
    [InlineData("{}", "f.yaml:1:1", "the condition is missing")]
    [InlineData("{ match: { a: 1 }, any: [] }", "f.yaml:1:20", "'match' and 'any' stand at the same level")]
    [InlineData("{ any: [], all: [], not: { any: [] } }", "f.yaml:1:12", "'any' and 'all' stand at the same level")]
    [InlineData("{ mach: { a: 1 }, any: [] }", "f.yaml:1:3", "did you mean 'match'?")]
    [InlineData("{ match: sst }", "f.yaml:1:10", "takes a mapping from keys to values")]
    [InlineData("{ match: [ sst ] }", "f.yaml:1:12", "each item of 'match' is a mapping")]
    [InlineData("{ match: { a: { b: 1 } } }", "f.yaml:1:15", "'a' cannot be matched with a mapping")]
    [InlineData("{ match: { a: [ null ] } }", "f.yaml:1:17", "'a' cannot be matched with nothing")]
    [InlineData("{ any: { match: { a: 1 } } }", "f.yaml:1:8", "'any' takes a list of conditions")]
    [InlineData("{ not: [ ] }", "f.yaml:1:8", "a condition is a mapping")]
    [InlineData("{ any: [], enforce-same-key-types: 3 }", "f.yaml:1:36", "takes true or false")]
    public void Wrong_condition_names_place_and_remedy(string yaml, string place, string message)
    {
        var diagnostics = new DiagnosticBag();
        new MultioParser(diagnostics).Parse(ConfigReader.Read(yaml, "f.yaml", diagnostics).ShouldNotBeNull()).ShouldBeNull();
        var all = diagnostics.ToString();
        diagnostics.ErrorCount.ShouldBe(1, all);
        all.ShouldContain(place);
        all.ShouldContain(message);
    }

    [Fact]
    public void Keys_of_others_are_left_alone()
    {
        var diagnostics = new DiagnosticBag();
        var node = ConfigReader.Read("{ type: select, match: { a: 1 } }", "f.yaml", diagnostics).ShouldNotBeNull();
        new MultioParser(diagnostics).Parse(node, "type").ShouldNotBeNull().ToString().ShouldBe("a: [1]");
    }

    [Fact]
    public void Strict_reals_in_a_list_equal_float32_only()
    {
        var diagnostics = new DiagnosticBag();
        var list = new MultioParser(diagnostics, isStrict: true).Parse(ConfigReader.Read("match: { a: [0.1] }", "f.yaml", diagnostics)!).ShouldNotBeNull();
        var single = new MultioParser(diagnostics, isStrict: true).Parse(ConfigReader.Read("match: { a: 0.1 }", "f.yaml", diagnostics)!).ShouldNotBeNull();
        list.Evaluate(Metadata.From(("a", 0.1))).ShouldBe(Truth.Error);
        list.Evaluate(Metadata.From(("a", 0.1f))).ShouldBe(Truth.True);
        single.Evaluate(Metadata.From(("a", 0.1))).ShouldBe(Truth.True);
        single.Evaluate(Metadata.From(("a", 0.1f))).ShouldBe(Truth.Error);
    }

    [Fact]
    public void Error_explains_types_and_remedy() =>
        FilterPropertyTests.Multio("match: { param: [129] }").Explain(Metadata.From(("param", "129"))).Text.ShouldBe(
            "param: [129] is an error: param is \"129\": it is of type string, the first value listed is of type int64; "
            + "write the values with the type of the metadata (text in quotes), or set enforce-same-key-types: false");

    [Fact]
    public void Select_of_every_real_plan_is_understood()
    {
        var folder = Path.Combine(Shared.Root, "data", "multio");
        if (!Directory.Exists(folder))
            Assert.Skip($"{folder} is not there");
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        {
            var diagnostics = new DiagnosticBag();
            if (ConfigReader.Read(File.ReadAllText(file), file, diagnostics, ConfigDialect.Native) is { } root)
                Visit(root, file);
        }

        count.ShouldBeGreaterThan(10);

        void Visit(ConfigNode node, string file)
        {
            if (node is SequenceNode sequence)
            {
                foreach (var item in sequence.Items)
                    Visit(item, file);
            }

            if (node is not MappingNode mapping)
                return;
            if (mapping["type"] is ScalarNode { Text: "select" })
            {
                var diagnostics = new DiagnosticBag();
                new MultioParser(diagnostics).Parse(mapping, "type").ShouldNotBeNull($"{file}: {diagnostics}");
                count++;
            }

            foreach (var entry in mapping.Entries)
                Visit(entry.Value, file);
        }
    }
}
