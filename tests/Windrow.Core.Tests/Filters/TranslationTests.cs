using Windrow.Core.Filters.Cql2;
using Windrow.Core.Filters.EcCodes;
using Windrow.Core.Filters.Multio;

namespace Windrow.Core.Tests.Filters;

public sealed class TranslationTests
{
    [Theory]
    [InlineData("centre != 98 and shortName is \"tp\"", "centre <> 98 and shortName = 'tp'")]
    [InlineData("( shortName is \"pmsl\" or shortName is \"prmsl\" ) and editionNumber == 2", "(shortName = 'pmsl' or shortName = 'prmsl') and editionNumber = 2")]
    [InlineData("level == 1 or step == 2", "level = 1 or level <> 1 and step = 2")]
    public void EcCodes_as_CQL2(string text, string expected) => Cql2Writer.Write(EcCodesParser.Parse(text)).Text.ShouldBe(expected);

    [Theory]
    [InlineData("param = 'sst' and level > 5", "param is \"sst\" and level > 5")]
    [InlineData("param in ('a', 'b') or level = 5", "defined(param) and (param is \"a\" or param is \"b\") or defined(level) and level == 5")]
    public void CQL2_as_ecCodes(string text, string expected) => EcCodesWriter.Write(Cql2Parser.Parse(text)).Text.ShouldBe(expected);

    [Theory]
    [InlineData("param > 'a'", "ecCodes conditions have no order of texts")]
    [InlineData("param like 'a%'", "\"param like 'a%'\" has no counterpart there")]
    public void CQL2_that_ecCodes_cannot_say_is_refused(string text, string reason)
    {
        var translation = EcCodesWriter.Write(Cql2Parser.Parse(text));
        translation.Text.ShouldBeNull();
        translation.Reason.ShouldBe(reason);
        translation.Obstacle.ShouldNotBeNull();
    }

    [Fact]
    public void Absent_keys_that_multio_cannot_tell_apart_are_refused()
    {
        MultioWriter.Write(Cql2Parser.Parse("param = 'sst'")).Text.ShouldBe("{\"match\": {\"param\": [\"sst\"]}, \"enforce-same-key-types\": false}");
        MultioWriter.Write(Cql2Parser.Parse("not param = 'sst'")).Reason.ShouldNotBeNull().ShouldContain("absent 'param'");
    }

    [Fact]
    public void Translation_that_would_grow_without_end_is_refused()
    {
        var text = "z == 0";
        for (var i = 0; i < 60; i++)
            text = $"not (({text} and k{i} == {i}) or x{i} == 1)";
        Cql2Writer.Write(EcCodesParser.Parse(text)).Reason.ShouldNotBeNull().ShouldContain("more than 50000 clauses");
    }

    [Fact]
    public void Differences_in_types_are_noted() =>
        Cql2Writer.Write(FilterPropertyTests.Multio("ignore: { level: 5 }")).ShouldSatisfyAllConditions(
            translation => translation.Text.ShouldBe("level is null or not level = 5"),
            translation => translation.Notes.ShouldHaveSingleItem().ShouldContain("multio reports an error"));
}
