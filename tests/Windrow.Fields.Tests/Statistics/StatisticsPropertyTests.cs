using FsCheck;
using FsCheck.Fluent;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;
using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Statistics;

public class StatisticsPropertyTests
{
    private static readonly string[] Operations = ["average", "maximum", "accumulate", "instant", "minimum"];

    private sealed record Case(int Points, int Threshold, bool Backward, bool Single, List<(long Step, double[] Values)> Samples);

    [Fact]
    public void Products_equal_those_of_a_naive_reference()
    {
        // Values are small multiples of 1/8: every sum is exact, so that only wrong code can differ.
        var value = Gen.Frequency((6, Gen.Choose(-4000, 4000).Select(static i => i / 8.0)), (1, Gen.Constant(double.NaN)));
        var cases =
            from points in Gen.Choose(1, 70)
            from threshold in Gen.Elements(-1, 1, 2, 5)
            from backward in Gen.Elements(false, true)
            from single in Gen.Elements(false, true)
            from steps in Gen.ListOf(Gen.Choose(1, 100))
            from pool in Gen.ArrayOf(value, 97)
            select new Case(points, threshold, backward, single, [.. steps.Distinct().Order().Select((step, n) => ((long)step, Enumerable.Range(0, points).Select(point => pool[(n * 31 + point * 7) % 97]).ToArray()))]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(cases), static one => Holds(one).GetAwaiter().GetResult()));
    }

    private static async Task<bool> Holds(Case one)
    {
        var plan = $"output-frequency: 1d\noperations: [{string.Join(", ", Operations)}]\noptions: {{value-count-threshold: {one.Threshold}, window-type: {(one.Backward ? "backward-offset" : "forward-offset")}}}";
        var messages = one.Samples.Select((sample, index) => Notation.Field(
            sample.Step, [.. sample.Values.Select(static value => double.IsNaN(value) ? Notation.Mark : value)], sample.Values.Any(double.IsNaN), one.Single, index));
        var run = await FieldFlow.Run(Notation.Action(plan), messages);
        run.Dead.ShouldBeEmpty();
        foreach (var operation in Operations)
        {
            var expected = NaiveStatistics.Of(operation, one.Threshold, one.Samples, one.Backward, one.Single);
            var products = run.Products.Where(product => product.Metadata.TryGetString("operation", out var name) && name == operation);
            var actual = string.Join("; ", products.Select(product => string.Join(',', FieldFlow.Values(product).Select(value => NaiveStatistics.Round(value)))));
            if (actual != expected)
            {
                var (ours, theirs) = (actual.Split(',', ';'), expected.Split(',', ';'));
                var at = Enumerable.Range(0, Math.Min(ours.Length, theirs.Length)).FirstOrDefault(i => ours[i] != theirs[i]);
                Assert.Fail($"{operation} {one}: {ours.Length} and {theirs.Length} values; value {at} is {ours[at]}, not {theirs[at]}; steps {string.Join(' ', one.Samples.Select(static sample => sample.Step))}");
            }
        }

        return true;
    }

    [Fact]
    public void Sum_of_a_long_window_of_singles_is_exact()
    {
        // One tenth as a single is 13421773 / 2^27; a hundred thousand of them need 41 bits.
        const int Samples = 100_000;
        var sum = new WindowAccumulators<float>([StatisticsOperation.Accumulate, StatisticsOperation.Average], 3, -1);
        using var field = new FieldValues(FieldPayload.Copy([0.1f, 273.15f, -1e-5f]), null);
        for (var i = 0; i < Samples; i++)
            sum.Add(field);
        var block = sum.Finish(StatisticsOperation.Average, null, null, 0);
        block.Singles.ToArray().ShouldBe([0.1f, 273.15f, -1e-5f]);
        block.Release();
        sum.Reset();
    }

    [Fact]
    public void Sum_of_a_long_window_of_doubles_keeps_its_bound()
    {
        const int Samples = 8760;
        var sum = new WindowAccumulators<double>([StatisticsOperation.Accumulate], 2, -1);
        var random = new Random(1);
        decimal exact = 0;
        var magnitude = 0.0;
        for (var i = 0; i < Samples; i++)
        {
            var x = 273.15 + (20 * random.NextDouble());
            exact += new decimal(Math.Round(x, 12));
            magnitude += x;
            using var field = new FieldValues(FieldPayload.Copy([Math.Round(x, 12), 0.1]), null);
            sum.Add(field);
        }

        using var product = new FieldValues(sum.Finish(StatisticsOperation.Accumulate, null, null, 0), null);
        Math.Abs(product.Field.Doubles[0] - (double)exact).ShouldBeLessThan(magnitude * 3e-14);
        Math.Abs(product.Field.Doubles[1] - 876).ShouldBeLessThan(876 * 3e-14);
        sum.Reset();
    }

    [Fact]
    public async Task Several_workers_give_the_products_of_one()
    {
        var plan = "output-frequency: 1d\noperations: [average, maximum]";
        IEnumerable<Message> Input() => Enumerable.Range(1, 96).SelectMany(step => Enumerable.Range(0, 20).Select(level =>
            Notation.Field(step, [step * level, -level], index: (step * 100) + level, more: ("level", (long)level))));
        var one = await FieldFlow.Run(Notation.Action(plan), Input());
        var many = await FieldFlow.Run(Notation.Action(plan), Input(), new StageOptions { Workers = 4, Key = ["level"] });
        Text(many).ShouldBe(Text(one));
        one.Products.Count.ShouldBe(20 * 4 * 2);

        static IEnumerable<string> Text(FieldFlow run) => run.Products.Select(static product => $"{product.Id} {Notation.Product(product)}").Order(StringComparer.Ordinal);
    }
}
