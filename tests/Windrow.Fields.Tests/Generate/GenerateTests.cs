using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Generate;
using Windrow.Fields.Statistics;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Generate;

public class GenerateTests
{
    private const string Small = "nx: 36\nny: 19\nsteps: 0/to/24/by/6\nstart: 2026-11-20T00:00:00Z\n";

    [Fact]
    public async Task Fields_come_step_by_step_with_the_metadata_of_their_grid()
    {
        var run = await Generate(Small + "params: [2t, t]\nlevels: [500, 850]");
        run.Products.Count.ShouldBe(5 * 3);
        run.Products[4].Metadata.ToString().ShouldBe(Metadata.From(
            ("date", 20261120L), ("time", 0L), ("step", 6L), ("shortName", "t"), ("paramId", 130L), ("typeOfLevel", "isobaricInhPa"), ("levtype", "pl"), ("level", 500L),
            ("gridType", "regular_ll"), ("Ni", 36L), ("Nj", 19L), ("north", 90.0), ("south", -90.0), ("west", 0.0), ("east", 350.0), ("west_east_increment", 10.0), ("south_north_increment", 10.0)).ToString());
        run.Products.Select(static product => product.Id).Distinct().Count().ShouldBe(15);
    }

    [Fact]
    public async Task Equal_options_give_equal_values_and_another_seed_other_ones()
    {
        var first = await Generate(Small);
        var second = await Generate(Small);
        var third = await Generate(Small + "seed: 2");
        FieldFlow.Values(first.Products[3]).ShouldBe(FieldFlow.Values(second.Products[3]));
        FieldFlow.Values(first.Products[3]).ShouldNotBe(FieldFlow.Values(third.Products[3]));
    }

    [Theory]
    [InlineData("2t", 220, 325)]
    [InlineData("msl", 96_000, 105_000)]
    [InlineData("10u", -30, 30)]
    [InlineData("tcc", 0, 1)]
    [InlineData("sst", 271.35, 305)]
    [InlineData("tp", 0, 20)]
    [InlineData("q", 0, 0.025)]
    [InlineData("r", 0, 100)]
    public async Task Values_are_plausible(string param, double least, double most)
    {
        foreach (var product in (await Generate(Small + $"params: [{param}]")).Products)
        {
            FieldFlow.Values(product).Min().ShouldBeGreaterThanOrEqualTo(least);
            FieldFlow.Values(product).Max().ShouldBeLessThanOrEqualTo(most);
        }
    }

    [Fact]
    public async Task Accumulated_fields_never_fall_and_begin_at_zero()
    {
        var fields = (await Generate(Small + "params: [tp]")).Products.Select(FieldFlow.Values).ToList();
        fields[0].ShouldAllBe(static value => value == 0);
        for (var i = 1; i < fields.Count; i++)
            fields[i].Zip(fields[i - 1]).ShouldAllBe(static pair => pair.First >= pair.Second);
        fields[^1].Max().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Single_precision_is_the_rounded_double()
    {
        var singles = (await Generate(Small + "precision: single")).Products[2];
        ((FieldPayload)singles.Payload).Precision.ShouldBe(Precision.Single);
        FieldFlow.Values(singles).ShouldBe(FieldFlow.Values((await Generate(Small)).Products[2]).Select(static value => (double)(float)value));
    }

    [Fact]
    public async Task Statistics_take_the_fields_as_they_come()
    {
        var source = new GenerateSource(FieldFlow.Bind(GenerateOptions.Set, Small + "params: [2t, t]"));
        var statistics = new StatisticsAction(FieldFlow.Bind(StatisticsOptions.Set, "output-frequency: 1d\noperations: [average, maximum]\noptions: {initial-condition-present: true}"), strict: false);
        var run = await FieldFlow.Run(source, statistics);
        run.Dead.ShouldBeEmpty();
        run.Products.Count.ShouldBe(6);
        foreach (var product in run.Products)
            product.Metadata.TryGet("complete", out var complete).ShouldBe(complete == true);
    }

    [Theory]
    [InlineData("params: [2x]", "'2x' cannot be generated")]
    [InlineData("levels: [x]", "no pressure level")]
    [InlineData("steps: 6,0", "steps have to rise")]
    [InlineData("steps: 0/to/9999999/by/1", "write hours as")]
    [InlineData("steps: 0/to/24/by/0", "write hours as")]
    [InlineData("start: yesterday", "a time to the minute")]
    [InlineData("north: 10\nsouth: 20", "has no rows")]
    [InlineData("west: 10\neast: 5", "has no columns")]
    [InlineData("nx: 1000000\nny: 1000000", "points are more than")]
    public void Wrong_option_is_reported(string yaml, string finding)
    {
        FieldFlow.Bind(GenerateOptions.Set, yaml, out var diagnostics);
        diagnostics.ToString().ShouldContain(finding);
    }

    private static Task<FieldFlow> Generate(string yaml) => FieldFlow.Run(new GenerateSource(FieldFlow.Bind(GenerateOptions.Set, yaml)));
}
