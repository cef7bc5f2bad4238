using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Filters.EcCodes;
using Windrow.Core.Messages;
using Windrow.Core.Routing;
using Windrow.Core.Tests.Filters;

namespace Windrow.Core.Tests.Routing;

public sealed class RouterTests
{
    private static readonly Metadata Field = Metadata.From(("param", "sst"), ("level", 500L), ("step", 6L));

    [Fact]
    public void Plan_that_errs_is_listed_apart_from_matches()
    {
        var set = Match(Field, FilterPropertyTests.Multio("match: { level: ['500'] }"), FilterPropertyTests.Multio("match: { level: [500] }"));
        set.Plans.ToArray().ShouldBe([1]);
        set.Errors.ToArray().ShouldBe([0]);
    }

    [Theory]
    [InlineData("param like '%t'", true)]
    [InlineData("param like 's%'", false)]
    [InlineData("level <> 5", true)]
    [InlineData("param = 'sst' or step <> 6", true)]
    [InlineData("param = 'sst' and step <> 6", false)]
    [InlineData("level > 5", false)]
    [InlineData("level = 5 or step between 1 and 2", false)]
    [InlineData("true", false)]
    [InlineData("false", false)]
    public void Plan_without_anything_to_look_up_is_listed_with_the_reason(string text, bool isUnindexed)
    {
        var unindexed = Router.Build([new RoutedPlan(7, Cql2Parser.Parse(text))]).Unindexed;
        unindexed.Count.ShouldBe(isUnindexed ? 1 : 0);
        if (isUnindexed)
            unindexed[0].ShouldSatisfyAllConditions(plan => plan.Plan.ShouldBe(7), plan => plan.Reason.ShouldContain("asks for no value"));
    }

    [Fact]
    public void Texts_are_found_by_how_they_begin()
    {
        string[] beginnings = ["stereoTop", "stereo", "RGB GeoTIFFs", "RGB GeoTIFFs NRMAC", "s", "flirIrCamera", "\uffff", "z\uffff"];
        var router = Router.Build(beginnings.Select(static (text, index) => new RoutedPlan(index, Cql2Parser.Parse($"name like '{text}%'"))));
        router.Unindexed.ShouldBeEmpty();
        var set = new MatchSet();
        foreach (var text in (string[])["stereoTop - 2018", "stereo", "ster", "RGB GeoTIFFs NRMAC - x", "RGB GeoTIFF", "", "s", "t", "\uffff\uffff", "z\uffff1", "z", "{"])
        {
            router.Match(Metadata.From(("name", text)), set);
            set.Plans.ToArray().ShouldBe([.. Enumerable.Range(0, beginnings.Length).Where(i => text.StartsWith(beginnings[i], StringComparison.Ordinal))], text);
        }
    }

    [Fact]
    public void Names_with_points_are_looked_up_within_maps()
    {
        var router = Router.Build([new RoutedPlan(0, Cql2Parser.Parse("dataset.name = 'x'")), new RoutedPlan(1, Cql2Parser.Parse("dataset.level between 1 and 3"))]);
        router.Unindexed.ShouldBeEmpty();
        var set = new MatchSet();
        router.Match(Metadata.From(("dataset", MetadataValue.Of(Metadata.From(("name", "x"), ("level", 2L))))), set);
        set.Plans.ToArray().ShouldBe([0, 1]);
    }

    [Fact]
    public void List_too_long_for_the_index_is_evaluated()
    {
        var values = Enumerable.Range(0, 5_000).Select(i => MetadataValue.Of((long)i)).ToArray();
        var router = Router.Build([new RoutedPlan(0, new TypedMatch("level", values))]);
        router.Unindexed.ShouldHaveSingleItem().Reason.ShouldContain("longer than 4096");
        var set = new MatchSet();
        router.Match(Field, set);
        set.Plans.ToArray().ShouldBe([0]);
    }

    [Fact]
    public void Long_lists_and_many_sets_of_keys_answer_as_the_filters_do() => Properties.Hold(20, random =>
    {
        var keys = Enumerable.Range(0, 9).Select(i => $"k{i}").ToArray();
        var plans = Enumerable.Range(0, 300).Select(i => new RoutedPlan(i, new And(
        [
            .. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Term(random.Pick(keys), random)),
        ]))).ToArray();
        var router = Router.Build(plans);
        var set = new MatchSet();
        for (var i = 0; i < 50; i++)
        {
            var metadata = RandomMessage.ToMetadata(keys.ToDictionary(key => key, _ => (object)(long)random.Next(4)));
            router.Match(metadata, set);
            set.Plans.ToArray().ShouldBe([.. plans.Where(plan => plan.Filter!.Matches(metadata)).Select(plan => plan.Plan)]);
        }

        static Filter Term(string key, Random random) => random.Next(4) == 0
            ? Cql2Parser.Parse($"{key} between {random.Next(3)} and {random.Next(1, 5)}")
            : new TypedMatch(key, [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => MetadataValue.Of((long)random.Next(3) * random.Next(2)))]);
    });

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var router = Router.Build([
            new RoutedPlan(0, FilterPropertyTests.Multio("match: { param: [sst], level: [500, 850] }")),
            new RoutedPlan(1, Cql2Parser.Parse("step between 3 and 9 and param like 's%'")),
            new RoutedPlan(2, EcCodesParser.Parse("level is \"500\" and step == 6")),
            new RoutedPlan(3, Cql2Parser.Parse("step * 2 = 12"))]);
        var set = new MatchSet();
        router.Match(Field, set);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            router.Match(Field, set);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        set.Plans.ToArray().ShouldBe([0, 1, 2, 3]);
    }

    private static MatchSet Match(Metadata metadata, params Filter[] filters)
    {
        var set = new MatchSet();
        Router.Build(filters.Select(static (filter, plan) => new RoutedPlan(plan, filter))).Match(metadata, set);
        return set;
    }
}
