using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;

namespace Windrow.Bench;

/// <summary>Ten thousand orders of a pantry with 200,000 messages: what it takes to plan them, and what pantry and orders have in memory together.</summary>
internal static class MapsPlanBench
{
    private const int Messages = 200_000;
    private const int Orders = 10_000;
    private const int Inputs = 100;

    /// <summary>Each recipe draws two inputs at all their instants.</summary>
    private const int Recipes = Orders / (Messages / Inputs);

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        var definitions = Definitions(folder);
        var (times, octets) = (new List<double>(), 0L);
        for (var round = 0; round <= 5; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var available = Fill(definitions);
            List<Order> orders = [];
            var seconds = Measure.Time(() => orders = [.. new OrderPlanner(definitions, available, definitions.Flavours).All()], cpu: true);
            if (orders.Count != Orders)
                throw new InvalidOperationException($"{orders.Count} orders were planned");
            octets = Math.Max(octets, GC.GetTotalMemory(forceFullCollection: true) - before);
            GC.KeepAlive(orders);
            GC.KeepAlive(available);
            if (round > 0)
                times.Add(seconds);
        }

        var detail = string.Create(CultureInfo.InvariantCulture, $"{Orders} orders of {Messages} messages, CPU");
        yield return new Figure("orders planned", Measure.Median(times), "s", 2, true, detail);
        yield return new Figure("pantry and orders in memory", octets / 1048576.0, "MiB", 300, true, detail);
    }

    private static AvailableInputs Fill(MapDefinitions definitions)
    {
        var (available, start) = (new AvailableInputs(definitions), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach (var input in definitions.Inputs.OfType<StreamInput>())
        {
            for (var number = 0; number < Messages / Inputs; number++)
            {
                var instant = new Instant(start.AddHours(number / 100 * 12), TimeSpan.FromHours(number % 100));
                available.Add(input, instant, $"/data/pantry/{input.Name}_{instant.ReferenceTime:yyyy_M_d_H_m_s}+{number % 100}.grib");
            }
        }

        return available;
    }

    private static MapDefinitions Definitions(TemporaryFolder folder)
    {
        var inputs = string.Concat(Enumerable.Range(0, Inputs).Select(static number => $"  i{number}: {{eccodes: level == {number}}}\n"));
        File.WriteAllText(folder.Path("inputs.yaml"), $"inputs:\n{inputs}flavours: [{{name: default}}]\n");
        for (var number = 0; number < Recipes; number++)
            File.WriteAllText(folder.Path($"r{number}.yaml"), $"recipe: [{{step: add_basemap}}, {{step: add_grib, grib: i{2 * number}}}, {{step: add_contour}}, {{step: add_grib, grib: i{(2 * number) + 1}}}, {{step: add_contour}}, {{step: add_coastlines_fg}}]\n");
        return new RecipeFolder(new PhysicalFileSystem()).Read(Path.GetDirectoryName(folder.Path("x"))!, new DiagnosticBag())!;
    }
}
