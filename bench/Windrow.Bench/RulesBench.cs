using Windrow.Core.Filters.Cql2;
using Windrow.Core.Messages;
using Windrow.Core.Routing;

namespace Windrow.Bench;

/// <summary>What it costs to find the rules of a switchboard that an event means, as TERRA-REF has them: 3,000 rules against 30.</summary>
internal static class RulesBench
{
    private static readonly string[] Sensors = [.. Enumerable.Range(0, 30).Select(static number => $"sensor{number:00}Top")];

    public static IEnumerable<Figure> Run()
    {
        var events = MakeEvents();
        var (few, many) = (MakeRouter(1), MakeRouter(100));
        var set = new MatchSet();
        var (large, small, ratio) = Measure.Pair(() => RouterBench.Route(many, events, set), () => RouterBench.Route(few, events, set));
        yield return new Figure("3,000 rules / 30", ratio, "×", 1.2, true, $"{RouterBench.PerMessage(large):0} ns against {RouterBench.PerMessage(small):0} ns");
    }

    // One of the thirty rules of the first site holds, those of other sites never.
    private static Router MakeRouter(int sites) => Router.Build(Enumerable.Range(0, 30 * sites).Select(static number => new RoutedPlan(number, Cql2Parser.Parse(Condition(number)))));

    private static string Condition(int number)
    {
        var name = $"{(number < 30 ? "" : $"site {number / 30} ")}{Sensors[number % 30]} - ";
        return number % 3 == 0 ? $"dataset.name like '{name}%'" : $"dataset.name like '{name}%' and count(dataset.files.filename, '%.bin') = 2";
    }

    private static Metadata[] MakeEvents()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, RouterBench.Messages).Select(number => Metadata.From(
            ("event", "dataset.file.added"), ("datasetId", $"{number:x24}"),
            ("dataset", MetadataValue.Of(Metadata.From(
                ("name", $"{Sensors[random.Next(30)]} - 2018-06-03__10-00-00-{number:000}"),
                ("files", MetadataValue.Of(new MetadataList(File("left.bin"), File("right.bin"), File("metadata.json")))))))))];

        static MetadataValue File(string name) => MetadataValue.Of(Metadata.From(("filename", name)));
    }
}
