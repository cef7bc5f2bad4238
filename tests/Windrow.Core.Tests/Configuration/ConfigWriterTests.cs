using FsCheck;
using FsCheck.Fluent;
using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class ConfigWriterTests
{
    private static readonly string[] Awkward =
    [
        "", " ", "a", "no", "On", "y", "null", "~", "true", "12", "0x1F", "017", "1_0", "1e3", "1.", ".5", ".inf", "12:30:00", "2020-01-01",
        "<<", "=", "-", "- a", "? a", "a: b", "a #b", "#a", "a:", "&a", "*a", "!a", "|", ">", "'", "\"", "%a", "@a", "`a", "[a]", "{a}", "a,b", "${HOME}",
        "$${", "$", "a\nb", "a\n", "\n", "\t", "a\tb", " a", "a ", "---", "...", "--- a", "a\u0085b", "\u2028", "\uFEFF", "é😀", "\0", "\u007f", "\r\n",
        "daily/{param}.grib", "a b c", "\\", "0", "-0", "+1", "08", "0b1", "0o7",
    ];

    [Fact]
    public void Written_tree_is_read_as_the_same_tree() =>
        Prop.ForAll(Trees(4).ToArbitrary(), tree =>
        {
            foreach (var dialect in Enum.GetValues<ConfigDialect>())
            {
                var diagnostics = new DiagnosticBag();
                var text = ConfigWriter.Write(tree);
                var read = ConfigReader.Read(text, "w", diagnostics, dialect, new NativeSubstitution(_ => null, new SecretSource(_ => null, _ => null)));
                if (read is null || !read.HasSameContent(tree) || diagnostics.Sorted.Count > 0)
                    throw new InvalidOperationException($"{dialect}:\n{text}\n{diagnostics}");
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Key_that_looks_like_an_alias_is_quoted()
    {
        var tree = new SequenceNode([new MappingNode([new ConfigEntry(ScalarNode.Of("a *b"), new SequenceNode([])), new ConfigEntry(ScalarNode.Of("c"), ScalarNode.Of("a * b"))])]);
        var text = ConfigWriter.Write(tree);
        text.ShouldBe("- \"a *b\": []\n  c: a * b\n");
        ConfigReader.Read(text, "w", new DiagnosticBag())!.HasSameContent(tree).ShouldBeTrue();
    }

    [Fact]
    public void Written_text_is_canonical()
    {
        var root = Yaml.Read(
            """
            { "a": 1, b: [ x, 'no', {c: d} ], e: { }, f: [], g: {h: [1,2.50,~]}, i: [[1],[2,{}]],
              'on': "tab\there", 5: 0x10, "t": |
                 two
                 lines
            }
            """.Replace("|\n     two\n     lines", "\"two\\nlines\"", StringComparison.Ordinal));

        ConfigWriter.Write(root).ShouldBe(
            """
            a: 1
            b:
              - x
              - "no"
              - c: d
            e: {}
            f: []
            g:
              h: [1, 2.5, null]
            i:
              - [1]
              -
                - 2
                - {}
            "on": "tab\there"
            5: 16
            t: "two\nlines"

            """.Replace("  -\n    - 2", "  - - 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Aliases_are_written_out()
    {
        var text = ConfigWriter.Write(Yaml.Read("a: &a { x: 1 }\nb: *a\nc: { <<: *a, z: 2 }\n"));

        text.ShouldBe("a:\n  x: 1\nb:\n  x: 1\nc:\n  x: 1\n  z: 2\n");
    }

    [Fact]
    public void Thousand_plans_survive_writing()
    {
        var root = Yaml.Read(ThousandPlans.Text());

        Yaml.Read(ConfigWriter.Write(root)).HasSameContent(root).ShouldBeTrue();
    }

    private static Gen<ConfigNode> Trees(int depth)
    {
        var leaf = Scalars();
        if (depth == 0)
            return leaf;
        var list = Trees(depth - 1).ListOf().Select(items => (ConfigNode)new SequenceNode(items.Take(5)));
        var mapping = Texts().Zip(Trees(depth - 1)).ListOf().Select(pairs => (ConfigNode)new MappingNode(
            pairs.Take(5).DistinctBy(pair => pair.Item1).Select(pair => new ConfigEntry(ScalarNode.Of(pair.Item1), pair.Item2))));
        return Gen.OneOf(leaf, list, mapping);
    }

    private static Gen<ConfigNode> Scalars() => Gen.OneOf(
        Texts().Select(text => (ConfigNode)ScalarNode.Of(text)),
        ArbMap.Default.GeneratorFor<long>().Select(value => (ConfigNode)ScalarNode.Of(value)),
        ArbMap.Default.GeneratorFor<double>().Select(value => (ConfigNode)ScalarNode.Of(value)),
        ArbMap.Default.GeneratorFor<bool>().Select(value => (ConfigNode)ScalarNode.Of(value)),
        Gen.Constant((ConfigNode)ScalarNode.Null));

    private static Gen<string> Texts() => Gen.OneOf(
        Gen.Elements(Awkward),
        Gen.Elements(Awkward).Zip(Gen.Elements(Awkward)).Select(pair => pair.Item1 + pair.Item2),
        ArbMap.Default.GeneratorFor<string>().Select(text => string.Concat((text ?? "").EnumerateRunes())));
}
