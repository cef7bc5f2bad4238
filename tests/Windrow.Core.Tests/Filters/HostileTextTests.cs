using System.Diagnostics;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Filters.EcCodes;

namespace Windrow.Core.Tests.Filters;

public sealed class HostileTextTests
{
    public static TheoryData<string> DeepTexts => new(
        new string('(', 100_000), string.Concat(Enumerable.Repeat("not ", 100_000)) + "a = 1", new string('(', 100_000) + "a" + new string(')', 100_000),
        string.Concat(Enumerable.Repeat("- ", 100_000)) + "1 = 1", string.Join(" + ", Enumerable.Repeat("a", 100_000)) + " = 1", new string('!', 100_000) + "a",
        string.Join(" and ", Enumerable.Repeat("a == 1", 150_000)), new string('a', 2_000_000));

    [Theory]
    [MemberData(nameof(DeepTexts), DisableDiscoveryEnumeration = true)]
    public void Deep_or_huge_text_is_one_short_error(string text)
    {
        Should.Throw<FilterSyntaxException>(() => Cql2Parser.Parse(text)).Message.Length.ShouldBeLessThan(300);
        Should.Throw<FilterSyntaxException>(() => EcCodesParser.Parse(text)).Message.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public void Wide_text_is_a_flat_filter() =>
        Cql2Parser.Parse(string.Join(" or ", Enumerable.Repeat("a = 1", 20_000))).Depth.ShouldBe(2);

    [Fact]
    public void Random_text_gives_a_filter_or_a_syntax_error() => Properties.Hold(5_000, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => random.Pick(
            "a", "b.c:s", "1", "-2.5e3", "1e999", ".", "'x'", "\"y\"", "'", "\"", "\\", "(", ")", ",", "=", "==", "!=", "<>", "<", "is", "isnot", "not", "!", "and", "&&", "or", "||",
            "in", "like", "between", "null", "true", "div", "+", "-", "*", "/", "%", "^", "DATE", "TIMESTAMP", "defined", " ", " ", " ", "\n", "\0", "\uD800", "é")));
        Parse(() => Cql2Parser.Parse(text));
        Parse(() => EcCodesParser.Parse(text));
    });

    [Fact]
    public void Catastrophic_pattern_takes_no_time()
    {
        var pattern = new LikePattern(string.Concat(Enumerable.Repeat("%a", 100)) + "%b");
        var text = new string('a', 10_000);
        var watch = Stopwatch.StartNew();
        pattern.Matches(text).ShouldBeFalse();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static void Parse(Func<Filter> parse)
    {
        try
        {
            var text = parse().ToString();
            text.ShouldNotBeEmpty();
        }
        catch (FilterSyntaxException error)
        {
            error.Source.Line.ShouldBeGreaterThan(0);
        }
    }
}
