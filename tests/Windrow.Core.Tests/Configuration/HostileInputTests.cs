using System.Text;
using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class HostileInputTests
{
    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Deep_flow_nesting_is_one_error(char open) => Single(new string(open, 1_000_000), Rules.TooDeep, "f.yaml:1:101");

    [Fact]
    public void Deep_block_nesting_is_one_error()
    {
        Single(string.Concat(Enumerable.Repeat("- ", 1_000_000)) + "x", Rules.TooDeep);
        Single(string.Concat(Enumerable.Range(0, 2000).Select(i => new string(' ', i) + "a:\n")), Rules.TooDeep, "f.yaml:101:101");
        Single(string.Concat(Enumerable.Repeat("? ", 100_000)) + "x", Rules.TooDeep);
    }

    [Fact]
    public void Nesting_at_the_limit_is_read() => Yaml.Read(new string('[', 100) + new string(']', 100)).Height.ShouldBe(100);

    [Fact]
    public void Nesting_through_aliases_is_one_error()
    {
        var text = new StringBuilder("a0: &a0 [ x ]\n");
        for (var i = 1; i < 200; i++)
            text.Append($"a{i}: &a{i} [ *a{i - 1} ]\n");
        Single(text.ToString(), Rules.TooDeep, "f.yaml:100:13");
    }

    [Fact]
    public void Alias_bomb_is_one_error()
    {
        var text = new StringBuilder("a0: &a0 [ x, x, x, x, x, x, x, x, x ]\n");
        for (var i = 1; i < 50; i++)
            text.Append($"a{i}: &a{i} [ {string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))} ]\n");
        Single(text.ToString(), Rules.TooManyNodes);
    }

    [Fact]
    public void Bomb_of_merge_keys_is_one_error()
    {
        var text = new StringBuilder("a0: &a0 {");
        for (var i = 0; i < 1000; i++)
            text.Append($" k{i}: 1,");
        text.Append("}\nall:\n");
        for (var i = 0; i < 1000; i++)
            text.Append("- <<: *a0\n");
        Single(text.ToString(), Rules.TooManyNodes);
    }

    [Theory]
    [InlineData("a: &a [ *a ]", "f.yaml:1:9")]
    [InlineData("&a { b: { c: *a } }", "f.yaml:1:14")]
    [InlineData("a: &a\n  <<: *a\n", "f.yaml:2:7")]
    public void Recursive_alias_is_one_error(string text, string at) => Single(text, Rules.RecursiveAlias, at);

    [Fact]
    public void Alias_to_itself_has_no_anchor() => Yaml.Findings("a: *a").Single().ShouldContain("WR1009");

    [Fact]
    public void Many_nodes_are_one_error() => Single("[" + string.Concat(Enumerable.Repeat("1,", 1_100_000)) + "]", Rules.TooManyNodes);

    [Fact]
    public void Large_file_is_one_error()
    {
        var diagnostics = new DiagnosticBag();
        var limits = new ConfigLimits { MaxSize = 10 };

        ConfigReader.Read("aaaaaaaaaaa", "f.yaml", diagnostics, limits: limits).ShouldBeNull();
        ConfigReader.Read(new byte[11], "g.yaml", diagnostics, limits: limits).ShouldBeNull();

        diagnostics.Sorted.Select(d => d.ToString()).ShouldBe(
        [
            "f.yaml: error WR1005: the file is 11 bytes long, at most 10 are read",
            "g.yaml: error WR1005: the file is 11 bytes long, at most 10 are read",
        ]);
    }

    [Fact]
    public void Huge_scalars_are_read()
    {
        var huge = new string('x', 5_000_000);

        Yaml.Scalar(huge).Text.Length.ShouldBe(huge.Length);
        Yaml.Scalar($"'{huge}'").Text.Length.ShouldBe(huge.Length);
        Yaml.Scalar(huge).Describe().Length.ShouldBeLessThan(100);
        Yaml.Scalar("1" + new string('0', 1_000_000)).AsDouble.ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData("a: 1\nb: x\0y\n", "f.yaml:2:5", "U+0000")]
    [InlineData("a: \u001b[31m", "f.yaml:1:4", "U+001B")]
    [InlineData("a: \u0085b\u0090", "f.yaml:1:6", "U+0090")]
    [InlineData("a: \uffff", "f.yaml:1:4", "U+FFFF")]
    public void Control_character_is_one_error(string text, string at, string name) =>
        Single(text, Rules.ControlCharacter, at).Message.ShouldContain(name);

    [Fact]
    public void Half_a_surrogate_pair_is_one_error()
    {
        Single("a: \ud800", Rules.ControlCharacter, "f.yaml:1:4");
        Single("a: \udc00\ud800", Rules.ControlCharacter, "f.yaml:1:4");
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", "f.yaml:2:1")]
    [InlineData("a:\n  b: 1\n \tc: 2\n", "f.yaml:3:2")]
    public void Tab_in_the_indentation_is_one_error(string text, string at) => Single(text, Rules.Tab, at);

    [Fact]
    public void Invalid_utf8_is_one_error_with_its_place()
    {
        byte[] bytes = [.. "a: é\nb: "u8, 0xC3, 0x28];
        var diagnostics = new DiagnosticBag();

        ConfigReader.Read(bytes, "f.yaml", diagnostics).ShouldBeNull();

        diagnostics.Sorted.Single().ToString().ShouldBe(
            "f.yaml:2:4: error WR1002: the byte 0xC3 is not part of any UTF-8 character; save the file as UTF-8");
    }

    [Fact]
    public void Utf16_is_one_error()
    {
        var diagnostics = new DiagnosticBag();

        ConfigReader.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a: 1")).ToArray(), "f.yaml", diagnostics).ShouldBeNull();

        diagnostics.Sorted.Single().ToString().ShouldBe("f.yaml:1:1: error WR1002: the file is encoded as UTF-16; save it as UTF-8");
    }

    [Fact]
    public void Bytes_with_a_byte_order_mark_are_read()
    {
        var diagnostics = new DiagnosticBag();
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "a: ü"u8];

        var root = ConfigReader.Read(bytes, "f.yaml", diagnostics).ShouldBeOfType<MappingNode>();

        ((ScalarNode)root["a"]!).Text.ShouldBe("ü");
        root.Location.Column.ShouldBe(1);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\UFFFFFFFF\"")]
    [InlineData("%YAML 9.9\n---\na: 1")]
    [InlineData("a: 'open")]
    [InlineData("a: \"\\q\"")]
    [InlineData("]")]
    [InlineData("a: b: c")]
    [InlineData("- a\nb: c")]
    [InlineData("&")]
    [InlineData("*")]
    [InlineData("!<")]
    [InlineData("@x")]
    [InlineData("%TAG ! x\n")]
    public void Malformed_text_is_one_syntax_error(string text) => Single(text, Rules.Syntax);

    [Fact]
    public void Mutations_of_a_valid_file_never_throw()
    {
        var random = new Random(20260101);
        var valid = ThousandPlans.Text(3) + "x: &a [ 1, 2 ]\ny: *a\nz: { <<: { k: !!str v } }\n";
        const string Spice = "[]{}:,-?&*!|>'\"%@`#\n\t \\<~.0e\r\u0085\u2028é";
        for (var round = 0; round < 3000; round++)
        {
            var text = new StringBuilder(valid);
            for (var edit = random.Next(1, 6); edit > 0 && text.Length > 0; edit--)
                Mutate(text, random, Spice);
            var diagnostics = new DiagnosticBag();
            var dialect = (ConfigDialect)random.Next(3);
            var node = ConfigReader.Read(text.ToString(), "f.yaml", diagnostics, dialect);
            (node is not null || diagnostics.HasErrors).ShouldBeTrue(text.ToString());
            _ = node?.ToString();
        }
    }

    [Fact]
    public void Mutated_bytes_never_throw()
    {
        var random = new Random(7);
        var valid = Encoding.UTF8.GetBytes(ThousandPlans.Text(2) + "é: 😀\n");
        for (var round = 0; round < 2000; round++)
        {
            var bytes = valid.ToArray();
            for (var edit = random.Next(1, 4); edit > 0; edit--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var diagnostics = new DiagnosticBag();
            var node = ConfigReader.Read(bytes.AsMemory(0, random.Next(bytes.Length)), "f.yaml", diagnostics);
            (node is not null || diagnostics.HasErrors).ShouldBeTrue();
        }
    }

    private static void Mutate(StringBuilder text, Random random, string spice)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 30), text.Length - at);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, spice[random.Next(spice.Length)]);
                break;
            case 2:
                text[at] = spice[random.Next(spice.Length)];
                break;
            default:
                text.Insert(random.Next(text.Length), text.ToString(at, length));
                break;
        }
    }

    private static Diagnostic Single(string text, Rule rule, string? at = null)
    {
        Yaml.Read(text, out var diagnostics).ShouldBeNull();
        var only = diagnostics.Sorted.ShouldHaveSingleItem();
        only.Rule.ShouldBe(rule, only.ToString());
        only.ToString().ShouldContain("f.yaml");
        if (at is not null)
            only.Location.ToString().ShouldBe(at);
        return only;
    }
}
