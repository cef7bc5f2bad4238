using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Tests.Definitions;

namespace Windrow.Maps.Tests.Orders;

public sealed class OrderPlannerTests : IDisposable
{
    private static readonly DateTime Run = new(2026, 7, 29, 0, 0, 0, DateTimeKind.Utc);

    private readonly RecipeFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Order_has_the_files_of_its_inputs_and_the_parameters_of_their_definitions()
    {
        var definitions = Write("""
            inputs:
              z: {eccodes: shortName is "z", mgrib: {grib_automatic_scaling: off}}
              t: {eccodes: shortName is "t"}
            flavours: [{name: default}]
            """, ("zt", "[{step: add_grib, grib: z, params: {grib_automatic_scaling: on}}, {step: add_contour}, {step: add_grib, grib: t}]"));
        var available = new AvailableInputs(definitions);
        var planner = new OrderPlanner(definitions, available, definitions.Flavours);
        Come(available, definitions, "z", 6).ShouldBe(Arrival.New);
        planner.Arrived("z", At(6)).ShouldBeEmpty();
        Come(available, definitions, "t", 6);
        var order = planner.Arrived("t", At(6)).ShouldHaveSingleItem();
        order.Path.ShouldBe("2026-07-29T00:00:00/zt_default/zt+006.png");
        order.Steps.Select(static step => step.File?.Path).ShouldBe(["z-0-6", null, "t-0-6"]);
        order.Steps[0].Parameters["grib_automatic_scaling"]!.ToString().ShouldBe("off");
        Come(available, definitions, "t", 6).ShouldBe(Arrival.Duplicate);
    }

    [Fact]
    public void Definition_that_is_preferred_takes_the_place_of_another_as_a_revision()
    {
        var definitions = Write("""
            inputs:
              t: [{model: ifs, eccodes: centre == 98}, {model: cosmo, eccodes: centre == 200}]
            flavours: [{name: default}]
            """, ("t", "[{step: add_grib, grib: t}]"));
        var available = new AvailableInputs(definitions);
        var planner = new OrderPlanner(definitions, available, definitions.Flavours);
        available.Add(definitions.Input("t")[1], At(3), "cosmo").ShouldBe(Arrival.New);
        var first = planner.Arrived("t", At(3)).ShouldHaveSingleItem();
        available.Add(definitions.Input("t")[0], At(3), "ifs").ShouldBe(Arrival.Better);
        var second = planner.Arrived("t", At(3)).ShouldHaveSingleItem();
        second.Path.ShouldBe(first.Path);
        (first.Steps[0].File!.Path, second.Steps[0].File!.Path).ShouldBe(("cosmo", "ifs"));
        available.Add(definitions.Input("t")[1], At(3), "cosmo").ShouldBe(Arrival.Duplicate);
        available.Add(definitions.Input("t")[0], At(6), "ifs").ShouldBe(Arrival.New);
        available.Add(definitions.Input("t")[1], At(6), "cosmo").ShouldBe(Arrival.Spare);
        available.Find("t", At(6))!.Path.ShouldBe("ifs");
    }

    [Fact]
    public void Steps_of_minutes_have_names_of_their_own()
    {
        OutputPath.Step(new Instant(Run, TimeSpan.FromHours(240))).ShouldBe("240");
        OutputPath.Step(new Instant(Run, TimeSpan.FromMinutes(90))).ShouldBe("90m");
        OutputPath.Step(new Instant(Run, TimeSpan.FromSeconds(90))).ShouldBe("90s");
        OutputPath.Step(new Instant(Run, TimeSpan.FromHours(6), 12)).ShouldBe("006@012");
    }

    [Fact]
    public void Members_of_an_ensemble_have_orders_of_their_own_and_are_not_mixed()
    {
        var definitions = Write("""
            inputs:
              z: {eccodes: shortName is "z"}
              t: {eccodes: shortName is "t"}
            flavours: [{name: default}]
            """, ("zt", "[{step: add_grib, grib: z}, {step: add_grib, grib: t}]"));
        var available = new AvailableInputs(definitions);
        foreach (var (input, member) in new (string, long?)[] { ("z", null), ("z", 1), ("z", 2), ("t", 2), ("t", 3) })
            available.Add(definitions.Input(input)[0], At(6) with { Member = member }, $"{input}-{member}");
        var order = new OrderPlanner(definitions, available, definitions.Flavours).All().ShouldHaveSingleItem();
        order.Path.ShouldBe("2026-07-29T00:00:00/zt_default/zt+006@002.png");
        order.Steps.Select(static step => step.File!.Path).ShouldBe(["z-2", "t-2"]);
    }

    [Fact]
    public void Explanation_names_the_input_that_is_missing_and_where()
    {
        var definitions = Write("""
            inputs:
              z: {eccodes: shortName is "z"}
              t: {eccodes: shortName is "t"}
              u: {eccodes: shortName is "u"}
            flavours: [{name: default}]
            """, ("zt", "[{step: add_grib, grib: z}, {step: add_grib, grib: t}]"), ("zu", "[{step: add_grib, grib: z}, {step: add_grib, grib: u}]"), ("zx", "[{step: add_grib, grib: z}, {step: add_grib, grib: x}]"));
        var available = new AvailableInputs(definitions);
        var planner = new OrderPlanner(definitions, available, definitions.Flavours);
        foreach (var hour in new[] { 0, 3, 6 })
            Come(available, definitions, "z", hour);
        Come(available, definitions, "t", 3);
        var explained = planner.Products.ToDictionary(static product => product.Recipe.Name, product => ProductExplanation.Of(product, definitions, available, planner));
        explained["zt"].Orders.ShouldBe(1);
        explained["zt"].Gaps.ShouldHaveSingleItem().ToString().ShouldBe("'t' is missing at 2026-07-29T00:00:00Z+0 h, 2026-07-29T00:00:00Z+6 h; it is there at 2026-07-29T00:00:00Z+3 h");
        explained["zu"].Orders.ShouldBe(0);
        explained["zu"].Gaps.ShouldHaveSingleItem().ToString().ShouldBe("'u' is not there at all");
        explained["zx"].Undefined.ShouldHaveSingleItem().Name.ShouldBe("x");
        explained["zx"].Orders.ShouldBe(0);
    }

    [Fact]
    public void Stream_and_batch_make_the_orders_that_a_plain_search_finds()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            using var files = new RecipeFiles();
            var random = new Random(seed);
            var definitions = Any(random, files);
            var available = new AvailableInputs(definitions);
            var planner = new OrderPlanner(definitions, available, definitions.Flavours);
            var streamed = new Dictionary<string, string>();
            var came = new HashSet<(InputDefinition, Instant)>();
            for (var i = random.Next(80); i > 0; i--)
            {
                var definition = definitions.Inputs[random.Next(definitions.Inputs.Length)];
                var instant = At(random.Next(4), random.Next(2));
                if (available.Add(definition, instant, $"{definition.Model}-{definition.Name}-{instant}") is Arrival.New or Arrival.Better)
                {
                    foreach (var order in planner.Arrived(definition.Name, instant))
                        streamed[order.Path] = Text(order);
                }

                came.Add((definition, instant));
            }

            var expected = Search(definitions, came).Order().ToList();
            planner.All().Select(Text).Order().ToList().ShouldBe(expected, ignoreOrder: false, customMessage: $"seed {seed}");
            streamed.Values.Order().ToList().ShouldBe(expected, ignoreOrder: false, customMessage: $"seed {seed}");
        }
    }

    // What the rules say, without any index.
    private static IEnumerable<string> Search(MapDefinitions definitions, HashSet<(InputDefinition, Instant)> came)
    {
        foreach (var flavour in definitions.Flavours)
        {
            foreach (var recipe in definitions.Recipes.Where(recipe => flavour.Allows(recipe.Name)))
            {
                var names = recipe.Resolve(flavour).Select(static step => step.Input?.Name).OfType<string>().ToList();
                foreach (var instant in came.Select(static entry => entry.Item2).Distinct())
                {
                    var used = names.Select(name => definitions.Input(name).FirstOrDefault(definition => came.Contains((definition, instant)))).ToList();
                    if (used.Count > 0 && used.TrueForAll(static definition => definition is not null))
                        yield return $"{flavour.Name} {recipe.Name} {instant}: {string.Join(' ', used.Select(definition => $"{definition!.Model}-{definition.Name}-{instant}"))}";
                }
            }
        }
    }

    private static string Text(Order order) =>
        $"{order.Product.Flavour.Name} {order.Product.Recipe.Name} {order.Instant}: {string.Join(' ', order.Steps.Where(static step => step.File is not null).Select(static step => step.File!.Path))}";

    private static MapDefinitions Any(Random random, RecipeFiles files)
    {
        var inputs = Enumerable.Range(0, random.Next(1, 5)).Select(number => $"  i{number}: [{string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(static model => $"{{model: m{model}, eccodes: level == {model}}}"))}]");
        files.Write("inputs.yaml", $"inputs:\n{string.Join('\n', inputs)}\nflavours: [{{name: a}}, {{name: b, recipes_filter: [r0, r1], steps: {{add_grid: {{skip: true}}}}}}]\n");
        for (var recipe = random.Next(1, 5) - 1; recipe >= 0; recipe--)
        {
            var steps = Enumerable.Range(0, random.Next(4)).Select(_ => $"{{step: add_grib, grib: i{random.Next(5)}}}").Append("{step: add_grid}");
            files.Write($"r{recipe}.yaml", $"recipe: [{string.Join(", ", steps)}]\n");
        }

        return files.Read();
    }

    private static Arrival Come(AvailableInputs available, MapDefinitions definitions, string input, int hour) =>
        available.Add(definitions.Input(input)[0], At(hour), $"{input}-0-{hour}");

    private static Instant At(int hour, int day = 0) => new(Run.AddDays(day), TimeSpan.FromHours(hour));

    private MapDefinitions Write(string inputs, params (string Name, string Recipe)[] recipes)
    {
        _files.Write("inputs.yaml", inputs);
        foreach (var (name, recipe) in recipes)
            _files.Write($"{name}.yaml", $"recipe: {recipe}\n");
        return _files.Read();
    }
}
