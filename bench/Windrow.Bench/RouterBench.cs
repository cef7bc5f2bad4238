using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Messages;
using Windrow.Core.Routing;

namespace Windrow.Bench;

/// <summary>What it costs to find the plans that want a message: with 1,000 plans against 10, and against asking all.</summary>
internal static class RouterBench
{
    public const int Messages = 2_000;
    private const int Repeats = 50;
    private static readonly string[] Params = ["t", "u", "v", "q", "z", "w", "r", "vo", "d", "sst", "msl", "2t", "10u", "10v", "tp", "tcc"];

    public static IEnumerable<Figure> Run()
    {
        var messages = MakeMessages();
        var (small, _) = MakeRouter(10);
        var (large, filters) = MakeRouter(1_000);
        var set = new MatchSet();
        var (many, few, ratio) = Measure.Pair(() => Route(large, messages, set), () => Route(small, messages, set));
        yield return new Figure("router, 1,000 plans / 10", ratio, "×", 2, true, $"{PerMessage(many):0} ns against {PerMessage(few):0} ns");
        var (routed, asked, share) = Measure.Pair(() => Route(large, messages, set), () => AskAll(filters, messages), rounds: 5);
        yield return new Figure("asking all filters / router", Repeats / share, "×", 20, false, $"{PerMessage(asked) * Repeats:0} ns against {PerMessage(routed):0} ns");
    }

    public static double PerMessage(double seconds) => seconds / (Messages * Repeats) * 1e9;

    public static long Route(Router router, Metadata[] messages, MatchSet set)
    {
        var count = 0L;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            foreach (var message in messages)
            {
                router.Match(message, set);
                count += set.Plans.Length;
            }
        }

        return count;
    }

    private static long AskAll(Filter[] filters, Metadata[] messages)
    {
        var count = 0L;
        foreach (var message in messages)
        {
            foreach (var filter in filters)
                count += filter.Matches(message) ? 1 : 0;
        }

        return count;
    }

    private static Metadata[] MakeMessages()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Messages).Select(_ => Metadata.From(
            ("param", Params[random.Next(Params.Length)]), ("level", 1_000L - (25 * random.Next(30))), ("levtype", "pl"), ("step", 6L * random.Next(41)), ("stream", "oper"), ("number", (long)random.Next(51))))];
    }

    // Every message is wanted by about two plans: two that take everything of the stream and many that fit none.
    private static (Router Router, Filter[] Filters) MakeRouter(int plans)
    {
        var random = new Random(2);
        var filters = Enumerable.Range(0, plans).Select(number => number < 2 ? Cql2Parser.Parse("levtype = 'pl' and stream = 'oper'") : Cql2Parser.Parse(Condition(random, number))).ToArray();
        return (Router.Build(filters.Select(static (filter, index) => new RoutedPlan(index, filter))), filters);
    }

    private static string Condition(Random random, int number)
    {
        var kind = random.Next(100);
        var param = Params[random.Next(Params.Length)];
        if (kind < 85)
            return kind < 45 ? $"param = '{param}' and level = {number + 2_000}" : $"param in ('{param}', 'x{number}') and level in ({number + 2_000}, {number + 4_000}) and levtype = 'pl'";
        return kind < 95 ? $"step between {1_000 + number} and {1_010 + number} and levtype = 'pl'" : $"param = 'none{number}' and level > 100 and number <> {number % 51}";
    }
}
