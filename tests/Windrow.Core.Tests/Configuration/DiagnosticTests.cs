using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class DiagnosticTests
{
    [Fact]
    public void Bag_sorts_and_renders_findings()
    {
        var bag = new DiagnosticBag();
        bag.Warning(Rules.OldName, new SourceLocation("b.yaml", 1, 1), "third");
        bag.Error(Rules.WrongType, new SourceLocation("a.yaml", 10, 1), "second", "write so");
        bag.Error(Rules.WrongType, new SourceLocation("a.yaml", 9, 30), "first");

        bag.ToString().ReplaceLineEndings("\n").ShouldBe(
            "a.yaml:9:30: error WR2003: first\na.yaml:10:1: error WR2003: second; write so\nb.yaml:1:1: warning WR2006: third\n");
        bag.ErrorCount.ShouldBe(2);
        bag.WarningCount.ShouldBe(1);
    }

    [Fact]
    public void Bag_keeps_a_bounded_number_of_each_severity_and_counts_the_rest()
    {
        var bag = new DiagnosticBag(capacity: 10);
        for (var i = 1; i <= 1000; i++)
            bag.Warning(Rules.OldName, new SourceLocation("f", i, 1), "w");
        for (var i = 1; i <= 12; i++)
            bag.Error(Rules.WrongType, new SourceLocation("f", i, 1), "e");

        bag.Sorted.Count.ShouldBe(20);
        bag.ErrorCount.ShouldBe(12);
        bag.DroppedCount.ShouldBe(992);
        bag.ToString().ShouldEndWith("and 992 more" + Environment.NewLine);
    }

    [Fact]
    public void Same_finding_is_reported_once()
    {
        var bag = new DiagnosticBag();
        bag.Error(Rules.WrongType, new SourceLocation("f", 1, 1), "e");
        bag.Error(Rules.WrongType, new SourceLocation("f", 1, 1), "e");

        bag.ErrorCount.ShouldBe(1);
        bag.Sorted.Count.ShouldBe(1);
    }

    [Fact]
    public void Rules_have_distinct_codes_in_order_and_full_texts()
    {
        var codes = Rules.All.Select(rule => rule.Code).ToList();

        codes.ShouldBeUnique();
        codes.ShouldBe(codes.Order(StringComparer.Ordinal));
        Rules.All.ShouldAllBe(rule => rule.Code.Length == 6 && rule.Code.StartsWith("WR") && rule.Title.Length > 5 && rule.Explanation.EndsWith('.'));
    }

    [Theory]
    [InlineData("apend", "append")]
    [InlineData("appned", "append")]
    [InlineData("APPEND", "append")]
    [InlineData("output_frequency", "output-frequency")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void Suggestion_finds_what_was_meant(string name, string? expected) =>
        Suggestion.Nearest(name, ["path", "append", "output-frequency"]).ShouldBe(expected);

    [Fact]
    public void Suggestion_for_a_huge_name_is_none() =>
        Suggestion.Nearest(new string('a', 1_000_000), [new string('a', 1_000_000)]).ShouldBeNull();
}
