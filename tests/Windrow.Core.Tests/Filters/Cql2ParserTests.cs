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
    [InlineData("count(5) = 1", "1:7: expected the name of a list, found the number 5; write count(files), or count(files.filename, '%.bin')")]
    [InlineData("count(files, bin) = 1", "1:14: expected a pattern in single quotes, found 'bin'; % stands for any text, _ for one character")]
    [InlineData("(a = 1) = 2", "1:9: expected 'and', 'or' or the end of the filter, found '='")]
    [InlineData("a is 5", "1:6: expected 'null', found the number 5; the values themselves are compared with '='")]
    [InlineData("2t = 1", "1:1: '2t…' is neither a number nor a name; a name that begins with a digit needs double quotes")]
    [InlineData("a like b", "1:8: expected a pattern in single quotes, found 'b'; % stands for any text, _ for one character")]
    public void Wrong_filter_names_place_and_remedy(string text, string expected) =>
        Should.Throw<FilterSyntaxException>(() => Cql2Parser.Parse(text)).Message.ShouldBe(expected);

    [Theory]
    [InlineData("dataset.name like 'stereoTop%' and count(files.filename, '%.bin') = 2", true)]
    [InlineData("count(files) = 3 and count(names) = 2 and count(names, 'a%') = 1", true)]
    [InlineData("count(files.size, '%') = 0 and count(files.missing) = 0 and count(files.size) = 1", true)]
    [InlineData("count(dataset) is null and count(missing, '%') is null and dataset.missing is null", true)]
    [InlineData("dataset.id = 7", true)]
    [InlineData("dataset.owner.name = 'x' and \"dataset.terra.stereo-rgb.version\" = 2", true)]
    [InlineData("dataset.name.first is not null or dataset. is not null", false)]
    public void Names_lead_into_maps_and_lists_are_counted(string text, bool expected)
    {
        var dataset = Metadata.From(("name", "stereoTop - 2018-06-03__10-00-00-000"), ("id", 6L), ("owner", MetadataValue.Of(Metadata.From(("name", "x")))),
            ("terra.stereo-rgb", MetadataValue.Of(Metadata.From(("version", 2L)))));
        MetadataValue[] files = [File("a_left.bin"), File("a_right.bin"), MetadataValue.Of(Metadata.From(("filename", "a.json"), ("size", 5L)))];
        var message = Metadata.From(
            ("dataset", MetadataValue.Of(dataset)), ("dataset.id", 7L), ("files", MetadataValue.Of(new MetadataList(files))), ("names", MetadataValue.Of(new MetadataList("ab", "b"))));
        var filter = Cql2Parser.Parse(text);
        filter.Matches(message).ShouldBe(expected);
        Cql2Parser.Parse(filter.ToString()).ToString().ShouldBe(filter.ToString());

        static MetadataValue File(string name) => MetadataValue.Of(Metadata.From(("filename", name)));
    }

    [Fact]
    public void Explanation_tells_how_many_there_are()
    {
        var message = Metadata.From(("dataset", MetadataValue.Of(Metadata.From(("name", "d"), ("files", MetadataValue.Of(new MetadataList("a.bin", "b")))))));
        Cql2Parser.Parse("count(dataset.files, '%.bin') = 2").Explain(message).Text.ShouldBe("count(dataset.files, '%.bin') = 2 is false: count(dataset.files, '%.bin') is 1");
        Cql2Parser.Parse("dataset.name = 'x'").Explain(message).Text.ShouldBe("dataset.name = 'x' is false: dataset.name is \"d\"");
    }

    [Fact]
    public void Explanation_tells_when_types_do_not_compare() =>
        Cql2Parser.Parse("level = '500'").Explain(Field).Text.ShouldBe("level = '500' is unknown: level is 500 (a int64 and a string do not compare)");
}
