using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Filters.EcCodes;
using Windrow.Core.Routing;
using Windrow.Core.Tests.Filters;

namespace Windrow.Core.Tests.Routing;

public sealed class RouterPropertyTests
{
    [Fact]
    public void Router_any_plans_and_messages_answers_as_every_filter_asked_in_turn() => Properties.Hold(1_000, random =>
    {
        var plans = Enumerable.Range(0, random.Next(1, 40)).Select(i => new RoutedPlan(i * 3, random.Next(20) == 0 ? null : RandomFilter(random))).ToArray();
        var router = Router.Build(plans);
        var set = new MatchSet();
        for (var i = 0; i < 30; i++)
        {
            var metadata = RandomMessage.ToMetadata(RandomMessage.Next(random));
            router.Match(metadata, set);
            int[] wanted = [.. plans.Where(plan => plan.Filter?.Evaluate(metadata) is null or Truth.True).Select(plan => plan.Plan)];
            int[] failing = [.. plans.Where(plan => plan.Filter?.Evaluate(metadata) == Truth.Error).Select(plan => plan.Plan)];
            if (set.Plans.SequenceEqual(wanted) && set.Errors.SequenceEqual(failing))
                continue;
            var differing = plans.Where(plan => wanted.Contains(plan.Plan) != set.Plans.Contains(plan.Plan) || failing.Contains(plan.Plan) != set.Errors.Contains(plan.Plan));
            Assert.Fail($"{metadata}\n{string.Join("\n", differing.Select(plan => $"{plan.Plan}: {plan.Filter} is {plan.Filter?.Evaluate(metadata)}"))}");
        }
    });

    private static Filter RandomFilter(Random random) => random.Next(5) switch
    {
        0 => Cql2Parser.Parse(RandomCql2.Next(random, random.Next(3)).Text),
        1 => EcCodesParser.Parse(RandomEcCodes.Next(random, random.Next(3)).Text),
        2 => FilterPropertyTests.Multio(RandomMultio.Next(random, random.Next(2)).Text),
        3 => new And([RandomFilter(random), RandomFilter(random)]),
        _ => random.Next(2) == 0 ? new Or([RandomFilter(random), RandomFilter(random)]) : new And([RandomFilter(random), RandomFilter(random), RandomFilter(random)]),
    };
}
