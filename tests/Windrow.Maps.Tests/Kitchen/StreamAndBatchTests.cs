using System.Security.Cryptography;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Open;
using Windrow.Maps.Pantries;
using Windrow.Maps.Tests.Definitions;
using Windrow.Maps.Tests.Inputs;

namespace Windrow.Maps.Tests.Kitchen;

/// <summary>Whatever comes in whatever order, with restarts in between: a stream ends with the products, drawn from the same fields, that a batch gives.</summary>
public sealed class StreamAndBatchTests
{
    private const string Inputs = """
        inputs:
          t: [{model: ifs, eccodes: centre == 98}, {model: icon, eccodes: centre == 78}, {model: cosmo, eccodes: centre == 200}]
          u: {eccodes: shortName is "u"}
          rain: [{model: ifs, eccodes: centre == 98}, {model: cosmo, eccodes: centre == 200}]
          big: {eccodes: shortName is "sf"}
          both: {type: cat, inputs: [t, u]}
          sum: {type: expr, inputs: [t, u], expr: sum = t + u}
          rain6: {type: decumulate, inputs: rain, step: 6}
          mean: {type: average, inputs: t, step: 6}
          any: {type: or, inputs: [big, rain6]}
          twice: {type: expr, inputs: [any, t], expr: twice = any * 2 + t}
        flavours: [{name: default}]
        """;

    [Fact]
    public void Stream_and_batch_end_with_the_same_products_of_the_same_fields()
    {
        var (products, revisions) = (0, 0);
        for (var seed = 0; seed < 25; seed++)
        {
            using var files = new RecipeFiles();
            files.Write("inputs.yaml", Inputs);
            foreach (var input in new[] { "both", "sum", "rain6", "mean", "any", "twice" })
                files.Write($"{input}.yaml", $"recipe: [{{step: add_grib, grib: {input}}}, {{step: add_grid}}]");
            var random = new Random(seed);
            var messages = Messages(random);
            var drawn = Stream(files.Folder, messages, random, ref revisions);
            var batch = Batch(files.Folder, [.. messages.OrderBy(_ => random.Next())]);
            string.Join('\n', drawn).ShouldBe(string.Join('\n', batch), $"seed {seed}");
            products += batch.Count;
        }

        products.ShouldBeGreaterThan(200);
        revisions.ShouldBeGreaterThan(50);
    }

    private static List<(string Input, int Definition, byte[] Octets)> Messages(Random random)
    {
        var messages = new List<(string, int, byte[])>();
        for (var step = 0; step <= 12; step += 3)
        {
            for (var model = 0; model < 3; model++)
            {
                if (random.Next(3) > 0)
                    messages.Add(("t", model, TestGrib.Make(1, [model, step], Keys(11, step, 0))));
            }

            if (random.Next(4) > 0)
                messages.Add(("u", 0, TestGrib.Make(1, [20, step], Keys(33, step, 0))));
            for (var model = 0; model < 2; model++)
            {
                // One counts from the start, the other has periods of three hours, on another grid.
                if (step > 0 && random.Next(4) > 0)
                    messages.Add(("rain", model, model == 0 ? TestGrib.Precipitation(0, step, [step, 2 * step]) : TestGrib.Precipitation(step - 3, step, [7, 8, 9])));
            }

            if (random.Next(3) == 0)
                messages.Add(("big", 0, TestGrib.Make(1, [50, step], Keys(65, step, 0))));
        }

        return [.. messages.OrderBy(_ => random.Next())];
    }

    private static (string, object)[] Keys(int parameter, int step, int member) =>
        [("centre", 80), ("table2Version", 2), ("indicatorOfParameter", parameter), ("dataDate", 20260110), ("dataTime", 0), ("P1", step + member), ("timeRangeIndicator", 0)];

    private static List<string> Stream(string recipes, List<(string Input, int Definition, byte[] Octets)> messages, Random random, ref int revisions)
    {
        var drawn = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        while (at < messages.Count)
        {
            // A restart forgets everything but the pantry.
            var (request, available, pantry) = Open(recipes, "stream");
            var kitchen = new OpenKitchen(request, available, pantry, new PhysicalFileSystem(), NoState(), "x", static (_, _) => { });
            kitchen.Begin();
            Draw(kitchen.Book, drawn, random, ref revisions);
            var end = Math.Min(messages.Count, at + 1 + random.Next(messages.Count));
            while (at < end)
            {
                for (var batch = Math.Min(end, at + 1 + random.Next(3)); at < batch; at++)
                    Put(pantry, request, messages[at]);
                kitchen.Serve(pantry.Commit());
                Draw(kitchen.Book, drawn, random, ref revisions);
            }

            Draw(kitchen.Book, drawn, null, ref revisions);
        }

        return [.. drawn.Select(static each => $"{each.Key} {each.Value}")];
    }

    // Some are taken and done, and others stay open while more comes; null: all are done.
    private static void Draw(OrderBook book, SortedDictionary<string, string> drawn, Random? random, ref int revisions)
    {
        var open = new List<OpenOrder>();
        while ((random is null || random.Next(5) > 0) && book.Take() is { } order)
        {
            revisions += order.Record.Revision > 1 ? 1 : 0;
            drawn[order.Key.Path] = Text(order.Maps.Single().Order.Steps.SelectMany(static step => step.Parameters).Where(static parameter => parameter.Name == "grib_input_file_name").Select(static parameter => parameter.Value.Text));
            open.Add(order);
        }

        foreach (var order in open)
            book.Done(order, Outcome.Delivered);
        if (random is null && !book.IsDone)
            Draw(book, drawn, null, ref revisions);
    }

    private static List<string> Batch(string recipes, List<(string Input, int Definition, byte[] Octets)> messages)
    {
        var (request, available, pantry) = Open(recipes, "batch");
        foreach (var message in messages)
            Put(pantry, request, message);
        pantry.Commit();
        var cook = new Cook(request.Definitions, available, pantry, new PhysicalFileSystem(), static (_, _) => { });
        cook.Learn(request.Planner(available).Products.SelectMany(static product => product.Inputs));
        cook.MakeAll();
        return [.. request.Planner(available).All().OrderBy(static order => order.Path, StringComparer.Ordinal).Select(static order => $"{order.Path} {Text(order.Steps.Where(static step => step.File is not null).Select(static step => step.File!.Path))}")];
    }

    // The content of the files that something is drawn from.
    private static string Text(IEnumerable<string> files) => string.Join(' ', files.Select(static file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));

    private static void Put(PantryFolder pantry, MapRequest request, (string Input, int Definition, byte[] Octets) message) =>
        pantry.Put(request.Definitions.Input(message.Input)[message.Definition], FieldHeaderReader.Read(message.Octets).Instant, message.Octets);

    private static (MapRequest Request, AvailableInputs Available, PantryFolder Pantry) Open(string recipes, string pantry)
    {
        var (files, findings) = (new PhysicalFileSystem(), new DiagnosticBag());
        var request = MapRequest.Read(recipes, [], ["default"], files, findings).ShouldNotBeNull(findings.ToString());
        var available = new AvailableInputs(request.Definitions);
        var folder = new PantryFolder(Path.Combine(recipes, pantry), files, request.Definitions, available);
        folder.TakeUp();
        return (request, available, folder);
    }

    private static FlowStore NoState() => new(new EngineServices(), null, new StoredFormats());
}
