using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class ScalarSchemaTests
{
    [Theory]
    [InlineData("~", ScalarKind.Null)]
    [InlineData("Null", ScalarKind.Null)]
    [InlineData("nULL", ScalarKind.String)]
    [InlineData("True", ScalarKind.Boolean)]
    [InlineData("tRUE", ScalarKind.String)]
    [InlineData("yes", ScalarKind.String)]
    [InlineData("0", ScalarKind.Integer)]
    [InlineData("+12", ScalarKind.Integer)]
    [InlineData("007", ScalarKind.Integer)]
    [InlineData("0o17", ScalarKind.Integer)]
    [InlineData("0o18", ScalarKind.String)]
    [InlineData("0xFf", ScalarKind.Integer)]
    [InlineData("0x", ScalarKind.String)]
    [InlineData("-0x1", ScalarKind.String)]
    [InlineData("1_000", ScalarKind.String)]
    [InlineData("1e3", ScalarKind.Float)]
    [InlineData("1.", ScalarKind.Float)]
    [InlineData(".5", ScalarKind.Float)]
    [InlineData(".", ScalarKind.String)]
    [InlineData("-.", ScalarKind.String)]
    [InlineData(".e3", ScalarKind.String)]
    [InlineData("1e", ScalarKind.String)]
    [InlineData("1.2.3", ScalarKind.String)]
    [InlineData(".inf", ScalarKind.Float)]
    [InlineData("-.INF", ScalarKind.Float)]
    [InlineData(".NaN", ScalarKind.Float)]
    [InlineData("-.nan", ScalarKind.String)]
    [InlineData("12:30:00", ScalarKind.String)]
    [InlineData("2020-01-01", ScalarKind.String)]
    [InlineData("1d", ScalarKind.String)]
    [InlineData("9223372036854775808", ScalarKind.Float)]
    public void Core_schema_resolves(string text, ScalarKind kind) =>
        ((ScalarNode)Yaml.Mapping($"{{x: {text} }}", ConfigDialect.Multio)["x"]!).Kind.ShouldBe(kind);

    [Theory]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("0o17", 15L)]
    [InlineData("0xff", 255L)]
    [InlineData("007", 7L)]
    [InlineData("-5", -5L)]
    public void Core_schema_reads_whole_numbers(string text, long value) => Yaml.Scalar(text).AsInt64.ShouldBe(value);

    [Theory]
    [InlineData("1e3", 1000.0)]
    [InlineData("-1.5", -1.5)]
    [InlineData("18446744073709551616", 18446744073709551616.0)]
    [InlineData("-.inf", double.NegativeInfinity)]
    public void Core_schema_reads_numbers(string text, double value) => Yaml.Scalar(text).AsDouble.ShouldBe(value);

    [Theory]
    [InlineData("on", ScalarKind.Boolean)]
    [InlineData("No", ScalarKind.Boolean)]
    [InlineData("nO", ScalarKind.String)]
    [InlineData("y", ScalarKind.String)]
    [InlineData("1e3", ScalarKind.String)]
    [InlineData("1.0e3", ScalarKind.String)]
    [InlineData("1.0e+3", ScalarKind.Float)]
    [InlineData("25.", ScalarKind.Float)]
    [InlineData(".5", ScalarKind.Float)]
    [InlineData("._5", ScalarKind.String)]
    [InlineData("1_000", ScalarKind.Integer)]
    [InlineData("08", ScalarKind.String)]
    [InlineData("0o17", ScalarKind.String)]
    [InlineData("12:60", ScalarKind.String)]
    [InlineData("05:30", ScalarKind.String)]
    [InlineData("1.5:30", ScalarKind.String)]
    public void Yaml_1_1_resolves(string text, ScalarKind kind) => Yaml.Scalar($"{text}", ConfigDialect.Yaml11).Kind.ShouldBe(kind);

    [Theory]
    [InlineData("017", 15L)]
    [InlineData("0b101", 5L)]
    [InlineData("-0x1F", -31L)]
    [InlineData("1_000", 1000L)]
    [InlineData("12:30:00", 45000L)]
    public void Yaml_1_1_reads_whole_numbers(string text, long value) => Yaml.Scalar(text, ConfigDialect.Yaml11).AsInt64.ShouldBe(value);
}
