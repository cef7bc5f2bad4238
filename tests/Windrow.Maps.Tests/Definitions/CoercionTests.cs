using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Reading;

namespace Windrow.Maps.Tests.Definitions;

/// <summary>Expected values are those that pydantic 1 gave for the same YAML read by PyYAML.</summary>
public class CoercionTests
{
    [Theory]
    [InlineData("on", true)]
    [InlineData("'ON'", true)]
    [InlineData("'t'", true)]
    [InlineData("'Y'", true)]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("'0'", false)]
    [InlineData("no", false)]
    [InlineData("'f'", false)]
    [InlineData("2", null)]
    [InlineData("''", null)]
    [InlineData("'oui'", null)]
    [InlineData("null", null)]
    public void Flag_is_read_generously(string yaml, bool? expected) =>
        (Coercion.TryFlag(Scalar(yaml), out var value) ? value : (bool?)null).ShouldBe(expected);

    [Theory]
    [InlineData("3", 3L)]
    [InlineData("3.9", 3L)]
    [InlineData("-3.9", -3L)]
    [InlineData("'3'", 3L)]
    [InlineData("' 3 '", 3L)]
    [InlineData("yes", 1L)]
    [InlineData("'3.0'", null)]
    [InlineData("x", null)]
    [InlineData(".inf", null)]
    [InlineData("null", null)]
    public void Whole_number_loses_its_fraction(string yaml, long? expected) =>
        (Coercion.TryInteger(Scalar(yaml), out var value) ? value : (long?)null).ShouldBe(expected);

    [Theory]
    [InlineData("25.", 25.0)]
    [InlineData("3", 3.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("'0.5'", 0.5)]
    [InlineData("off", 0.0)]
    [InlineData("x", null)]
    public void Number_is_read_from_texts_too(string yaml, double? expected) =>
        (Coercion.TryNumber(Scalar(yaml), out var value) ? value : (double?)null).ShouldBe(expected);

    [Theory]
    [InlineData("off", "False")]
    [InlineData("yes", "True")]
    [InlineData("3", "3")]
    [InlineData("0x10", "16")]
    [InlineData("25.", "25.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("-0.000123", "-0.000123")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("1.0e+16", "1e+16")]
    [InlineData("123456789012345.0", "123456789012345.0")]
    [InlineData("1.5e+300", "1.5e+300")]
    [InlineData("x", "x")]
    [InlineData("null", null)]
    public void Text_is_what_python_prints(string yaml, string? expected) =>
        (Coercion.TryText(Scalar(yaml), out var value) ? value : null).ShouldBe(expected);

    private static ScalarNode Scalar(string yaml) =>
        ((SequenceNode)ConfigReader.Read($"- {yaml}", "x", new DiagnosticBag(), ConfigDialect.Yaml11)!).Items[0].ShouldBeOfType<ScalarNode>();
}
