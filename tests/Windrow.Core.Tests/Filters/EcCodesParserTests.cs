using System.Text.RegularExpressions;
using Windrow.Core.Filters;
using Windrow.Core.Filters.EcCodes;
using Windrow.Core.Messages;

namespace Windrow.Core.Tests.Filters;

public sealed partial class EcCodesParserTests
{
    private static readonly Metadata Field = Metadata.From(("shortName", "t"), ("level", 500L), ("centre", "ecmf"), ("editionNumber", 1L));

    // Judged by grib_filter of ecCodes 2.28 on the first message of test4.grib.
    [Theory]
    [InlineData("shortName is \"t\"", true)]
    [InlineData("shortName is 't'", true)]
    [InlineData("\"t\" is shortName", true)]
    [InlineData("not (missing == 1)", false)]
    [InlineData("!(missing==1)", false)]
    [InlineData("missing != 1 or shortName is \"t\"", false)]
    [InlineData("shortName is \"t\" or missing != 1", true)]
    [InlineData("missing is \"x\" or 1", false)]
    [InlineData("! missing is \"x\"", false)]
    [InlineData("not shortName is \"x\"", true)]
    [InlineData("!editionNumber == 0", true)]
    [InlineData("defined(missing)", false)]
    [InlineData("defined(level)", true)]
    [InlineData("missing", false)]
    [InlineData("editionNumber", true)]
    [InlineData("0 and missing == 1", false)]
    [InlineData("0 && missing == 1 || 1", true)]
    [InlineData("1 and 0 or 1", true)]
    [InlineData("1 or 0 and 0", true)]
    [InlineData("not 2 == 1", true)]
    [InlineData("not 1 and 0", false)]
    [InlineData("not not 1", true)]
    [InlineData("!!1", true)]
    [InlineData("0.5", false)]
    [InlineData("level == 500.0", true)]
    [InlineData("level < 500.2", true)]
    [InlineData("level == 0500", true)]
    [InlineData("(level) == 500", true)]
    [InlineData("1.e2 == 100", true)]
    [InlineData("1e2 == 100", false)]
    [InlineData("-1 < 0", true)]
    [InlineData("+1 == 1", true)]
    [InlineData(".5 < 1", true)]
    [InlineData("level is \"500\"", true)]
    [InlineData("shortName == 0", true)]
    [InlineData("shortName is shortName", true)]
    [InlineData("level<500", false)]
    public void Condition_judges_as_grib_filter(string text, bool expected) =>
        EcCodesParser.Parse(text).Matches(Field).ShouldBe(expected);

    [Theory]
    [InlineData("", "1:1: expected a key, a number or a text in double quotes, found the end of the text")]
    [InlineData("level = 500", "1:7: expected 'and', 'or' or the end of the condition, found '='; write '==' for numbers and 'is' for text")]
    [InlineData("level == \"500\"", "1:10: '==' compares numbers, not text; use 'is' for text")]
    [InlineData("level is 500", "1:10: 'is' compares text, not numbers; write \"500\", or use '==' for numbers")]
    [InlineData("level == 500 AND 1", "1:14: expected 'and', 'or' or the end of the condition, found 'AND'; did you mean 'and'?")]
    [InlineData("1 < 2 < 3", "1:7: expected 'and', 'or' or the end of the condition, found '<'; comparisons do not chain: join two of them by 'and'")]
    [InlineData("(level == 1\n  or level == 2", "2:16: expected ')' to close the parenthesis, found the end of the text")]
    [InlineData("shortName is \"2t", "1:14: the text that begins here has no closing quote")]
    [InlineData("length(shortName) > 1", "1:1: the function 'length' is not supported; only defined(key) is")]
    [InlineData("level == 5 § 6", "1:12: the character '§' has no meaning in a condition")]
    public void Wrong_condition_names_place_and_remedy(string text, string expected) =>
        Should.Throw<FilterSyntaxException>(() => EcCodesParser.Parse(text)).Message.ShouldBe(expected);

    [Fact]
    public void Place_continues_from_where_the_text_stands()
    {
        var filter = EcCodesParser.Parse("level == 1 and\n  levtype is \"pl\"", new FilterSource("a.yaml", 7, 12));
        var second = ((And)filter.Item).Items[1];
        second.Source.ToString().ShouldBe("a.yaml:8:3");
    }

    [Fact]
    public void Views_of_a_tail_are_asked_as_number_and_as_text()
    {
        var metadata = Metadata.Empty.WithTail(new Centre());
        EcCodesParser.Parse("centre == 98 and centre is \"ecmf\" and not centre is \"98\"").Matches(metadata).ShouldBeTrue();
        EcCodesParser.Parse("level == 1 or centre == 98").Matches(metadata).ShouldBeFalse();
    }

    [Fact]
    public void Explanation_names_the_clause_and_the_value()
    {
        EcCodesParser.Parse("shortName is \"t\" and level == 850").Explain(Field).Text.ShouldBe("level == 850 is false: level is 500");
        EcCodesParser.Parse("step == 6 or level == 500").Explain(Field).Text.ShouldBe("step == 6 is unknown: step is absent, which makes the whole condition false");
    }

    [Fact]
    public void Every_condition_of_the_recipes_is_understood()
    {
        var folder = Path.Combine(Shared.Root, "data", "arkimaps", "recipes");
        if (!Directory.Exists(folder))
            Assert.Skip($"{folder} is not there");
        var texts = Directory.EnumerateFiles(folder, "*.y*ml", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Select(line => Line().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToArray();
        texts.Length.ShouldBeGreaterThan(100);
        foreach (var text in texts)
        {
            var filter = EcCodesParser.Parse(text);
            var written = EcCodesWriter.Write(filter).Text.ShouldNotBeNull();
            EcCodesParser.Parse(written).ToString().ShouldBe(filter.ToString());
            Cql2Text(filter);
        }

        static void Cql2Text(Filter filter) => Windrow.Core.Filters.Cql2.Cql2Writer.Write(filter).Text.ShouldNotBeNull();
    }

    [GeneratedRegex(@"^\s*(?:-\s*)?eccodes:\s*(\S.*?)\s*$")]
    private static partial Regex Line();

    private sealed class Centre : IMultiViewTail
    {
        public IEnumerable<MetadataKey> IdentityKeys => [];

        public bool TryGet(MetadataKey key, out MetadataValue value)
        {
            value = "ecmf";
            return key.Name == "centre";
        }

        public bool TryGetNumber(MetadataKey key, out double value)
        {
            value = 98;
            return key.Name == "centre";
        }

        public bool TryGetText(MetadataKey key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key.Name == "centre" ? "ecmf" : null;
            return value is not null;
        }
    }
}
