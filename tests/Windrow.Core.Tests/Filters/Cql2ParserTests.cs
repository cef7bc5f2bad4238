using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Messages;

namespace Windrow.Core.Tests.Filters;

public sealed class Cql2ParserTests
{
    private static readonly Metadata Field = Metadata.From(
        ("param", "sst"), ("level", 500L), ("eo:cloud_cover", 12.5), ("odd name", 1L), ("time", new DateTime(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc)), ("flag", true));

    [Theory]
    [InlineData("param = 'sst' AND level BETWEEN 100 AND 500", true)]
    [InlineData("eo:cloud_cover < 12.6", true)]
    [InlineData("\"odd name\" = 1", true)]
    [InlineData("level / 2 = 250 and level div 3 = 166 and level % 3 = 2 and 2 ^ 3 = 8", true)]
    [InlineData("-level = -500 and -(2 + 3) * 2 = -10", true)]
    [InlineData("time = DATE('2026-11-20') and time > TIMESTAMP('2026-11-20T05:59:59Z')", true)]
    [InlineData("time in (DATE('2026-11-19'), DATE('2026-11-20'))", true)]
    [InlineData("flag = true and not (false)", true)]
    [InlineData("param NOT IN ('a', 'b') and param not like 'a%'", true)]
    [InlineData("param like 's_t' and param like '%'", true)]
    [InlineData("missing is null and param is not null", true)]
    [InlineData("missing <> 1", false)]
    [InlineData("not missing = 1", false)]
    [InlineData("missing = 1 or level = 500", true)]
    [InlineData("((level)) = (500)", true)]
    public void Filter_judges(string text, bool expected) => Cql2Parser.Parse(text).Matches(Field).ShouldBe(expected);

    [Theory]
    [InlineData("level == 500", "1:7: expected '=', 'between', 'in', 'like' or 'is null', found '=='; write '='")]
    [InlineData("flag", "1:5: expected a comparison, found the end of the text; a boolean is written flag = true")]
    [InlineData("level = ", "1:9: expected a value or a condition, found the end of the text")]
    [InlineData("level = 5 and", "1:14: expected a value or a condition, found the end of the text")]
    [InlineData("S_INTERSECTS(geometry, POINT(1 2))", "1:1: the function S_INTERSECTS is not available here; spatial, temporal, array and text functions come with the catalogue")]
    [InlineData("a = 'it", "1:5: the text that begins here has no closing quote; a quote within it is written twice: ''")]
    [InlineData("a = TIMESTAMP('2026-11-20T06:00:00')", "1:15: '2026-11-20T06:00:00' is not a time in UTC; write TIMESTAMP('2026-11-20T06:00:00Z')")]
    [InlineData("(a = 1) = 2", "1:9: expected 'and', 'or' or the end of the filter, found '='")]
    [InlineData("a is 5", "1:6: expected 'null', found the number 5; the values themselves are compared with '='")]
    [InlineData("2t = 1", "1:1: '2t…' is neither a number nor a name; a name that begins with a digit needs double quotes")]
    [InlineData("a like b", "1:8: expected a pattern in single quotes, found 'b'; % stands for any text, _ for one character")]
    public void Wrong_filter_names_place_and_remedy(string text, string expected) =>
        Should.Throw<FilterSyntaxException>(() => Cql2Parser.Parse(text)).Message.ShouldBe(expected);

    [Fact]
    public void Explanation_tells_when_types_do_not_compare() =>
        Cql2Parser.Parse("level = '500'").Explain(Field).Text.ShouldBe("level = '500' is unknown: level is 500 (a int64 and a string do not compare)");
}
