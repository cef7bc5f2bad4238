using FsCheck;
using FsCheck.Fluent;
using Windrow.Maps.Inputs.Combining;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Tests.Inputs;

public sealed class CombiningTests
{
    private static readonly DateTime Run = new(2026, 1, 10, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Cat_puts_octets_behind_each_other_in_the_order_of_the_definition()
    {
        byte[] u = TestGrib.Ifs(165, 3, [1]), v = TestGrib.Ifs(166, 3, [2]);
        var result = TestGrib.DeriveAll(new CatDerivation("uv10m", ["u10m", "v10m"]), (1, v), (0, u)).Values.ShouldHaveSingleItem();
        result.Octets.ToArray().ShouldBe([.. u, .. v]);
    }

    [Fact]
    public void Cat_and_or_plan_what_a_naive_reference_plans()
    {
        var sets = Gen.ListOf(Gen.Zip(Gen.Choose(0, 2), Gen.Choose(0, 6)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(sets.ToArbitrary(), static set =>
        {
            var messages = set.Select(static (pair, id) => Message(id, pair.Item1, pair.Item2)).ToList();
            var cat = new CatDerivation("x", ["a", "b", "c"]);
            var or = new OrDerivation("x", ["a", "b", "c"]);
            var (catPlan, orPlan) = (new DerivationPlan(cat), new DerivationPlan(or));
            var told = new Dictionary<Instant, PlannedResult>();
            foreach (var message in messages)
            {
                catPlan.Take(message);
                foreach (var result in orPlan.Add(message))
                    told[result.Instant] = result;
            }

            long? First(int input, int step) => messages.FirstOrDefault(message => message.Input == input && message.Instant.Step.TotalHours == step)?.Id;
            var steps = Enumerable.Range(0, 7).Select(step => (Step: step, Ids: Enumerable.Range(0, 3).Select(input => First(input, step)).ToList())).ToList();
            catPlan.Results.Select(static result => string.Join(',', result.Messages.Select(static message => message.Id)))
                .ShouldBe(steps.Where(static entry => entry.Ids.TrueForAll(static id => id is not null)).Select(static entry => string.Join(',', entry.Ids)));
            orPlan.Results.Select(static result => result.Messages.Single().Id)
                .ShouldBe(steps.Select(static entry => entry.Ids.Find(static id => id is not null)).Where(static id => id is not null).Select(static id => id!.Value));
            orPlan.Results.ShouldAllBe(result => told[result.Instant].IsSameAs(result));
            catPlan.Gaps.Select(static gap => gap.Instant.Step.TotalHours)
                .ShouldBe(steps.Where(static entry => entry.Ids.Exists(static id => id is null) && entry.Ids.Exists(static id => id is not null)).Select(static entry => (double)entry.Step));
        }));
    }

    [Fact]
    public void Or_with_a_preferred_input_that_comes_late_is_revised_once()
    {
        var plan = new DerivationPlan(new OrDerivation("snow", ["sf", "snowsum"]));
        plan.Add(Message(1, 1, 3)).ShouldHaveSingleItem();
        plan.Add(Message(2, 0, 3)).ShouldHaveSingleItem().Messages.ShouldHaveSingleItem().Id.ShouldBe(2);
        plan.Add(Message(3, 1, 3)).ShouldBeEmpty();
    }

    [Fact]
    public void Cat_without_one_input_says_which() =>
        PlanOf(new CatDerivation("uv", ["u", "v"]), Message(0, 0, 3)).Gaps.ShouldHaveSingleItem().Reason.ShouldBe("there is no v");

    [Fact]
    public void Expr_of_the_k_index_has_the_first_input_as_template()
    {
        var derivation = new ExprDerivation("kindex", ["t500", "t700", "t850", "td700", "td850"], "kindex = t850 - t500 + td850 - (t700 - td700)");
        static byte[] Level(int param, int level, double value) => TestGrib.Ifs(param, 6, [value, double.NaN], ("indicatorOfTypeOfLevel", 100), ("level", level));
        var result = TestGrib.DeriveOne(derivation, Level(130, 500, 255), Level(130, 700, 273), Level(130, 850, 288), Level(168, 700, 268), Level(168, 850, 283));
        TestGrib.ShouldBeClose(TestGrib.Values(result), [311, double.NaN], 1e-6);
        TestGrib.Key(result, "shortName").ShouldBe("t");
        TestGrib.Key(result, "level").ShouldBe("500");
    }

    [Fact]
    public void Expr_applies_clip_and_then_grib_set()
    {
        var derivation = new ExprDerivation(
            "flux", ["u", "v"], "flux = (u**2 + v**2) ** 0.5", "flux[flux > 5] = -1\nflux[u == 0] = v", [GribSetting.Of("shortName", "tp"), GribSetting.Of("bitsPerValue", 20L)]);
        var result = TestGrib.DeriveOne(derivation, TestGrib.Ifs(131, 6, [3, 6, 0, double.NaN]), TestGrib.Ifs(132, 6, [4, 8, 2, 1]));
        TestGrib.ShouldBeClose(TestGrib.Values(result), [5, -1, 2, double.NaN], 1e-5);
        TestGrib.Key(result, "shortName").ShouldBe("tp");
        TestGrib.Key(result, "bitsPerValue").ShouldBe("20");
    }

    [Fact]
    public void Value_that_is_no_finite_number_is_missing()
    {
        var result = TestGrib.DeriveOne(new ExprDerivation("x", ["a"], "x = log(a) / a"), TestGrib.Ifs(130, 6, [1, 0, -1]));
        TestGrib.ShouldBeClose(TestGrib.Values(result), [0, double.NaN, double.NaN], 0, 1e-6);
        TestGrib.Key(result, "bitmapPresent").ShouldBe("1");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Field_without_any_value_and_one_with_the_largest_are_written(int edition)
    {
        byte[] Make(params double[] values) => TestGrib.Make(edition, values, ("dataDate", 20260110), ("dataTime", 0));
        var nothing = TestGrib.DeriveOne(new ExprDerivation("x", ["a"], "x = a + nan"), Make(1, 2));
        TestGrib.Values(nothing).ShouldBe([float.NaN, float.NaN]);
        var large = TestGrib.DeriveOne(new ExprDerivation("x", ["a"], "x = a * 1e38"), Make(-3, 2));
        TestGrib.ShouldBeClose(TestGrib.Values(large), [-3e38, 2e38], 1e-5);
    }

    [Theory]
    [InlineData("decimalScaleFactor", 400)]
    [InlineData("decimalScaleFactor", 12)]
    [InlineData("bitsPerValue", 4000)]
    [InlineData("bitsPerValue", -1)]
    public void Grib_set_over_which_eccodes_would_end_the_process_is_refused(string key, long value) =>
        TestGrib.ReasonOf(new ExprDerivation("x", ["a"], "x = a", settings: [GribSetting.Of(key, value)]), TestGrib.Ifs(130, 6, [1e30, 2])).ShouldContain("grib_set: ");

    [Fact]
    public void Grib_set_that_does_not_fit_is_told() =>
        TestGrib.ReasonOf(new ExprDerivation("x", ["a"], "x = a", settings: [GribSetting.Of("shortName", "nosuchname")]), TestGrib.Ifs(130, 6, [1]))
            .ShouldContain("grib_set: ecCodes could not set shortName = 'nosuchname'");

    [Fact]
    public void Height_above_ground_becomes_height_above_sea_with_any_instant_of_the_ground()
    {
        var derivation = new GroundToMslDerivation("hzero", ["z", "hzeroground"], "hzero[hzero <= z] = -999", [GribSetting.Of("shortName", "deg0l")]);
        var results = TestGrib.DeriveAll(
            derivation,
            (1, TestGrib.Ifs(130, 6, [1000, 0, -5, double.NaN, 10])),
            (0, TestGrib.Ifs(129, 12, [0, 0, 0, 0, 0])),
            (0, TestGrib.Ifs(129, 0, [980.665, 980.665, 980.665, 980.665, double.NaN])),
            (1, TestGrib.Ifs(130, 9, [1, 1, 1, 1, 1])));
        results.Count.ShouldBe(2);
        var result = results.Values.First().Octets;
        TestGrib.ShouldBeClose(TestGrib.Values(result), [1100, -999, -999, double.NaN, double.NaN], 1e-5);
        TestGrib.Key(result, "shortName").ShouldBe("deg0l");
        TestGrib.Key(result, "stepRange").ShouldBe("6");
    }

    [Fact]
    public void Height_without_ground_waits_for_it()
    {
        var plan = new DerivationPlan(new GroundToMslDerivation("hzero", ["z", "h"]));
        plan.Add(Message(0, 1, 3)).ShouldBeEmpty();
        plan.Add(Message(1, 1, 6)).ShouldBeEmpty();
        plan.Gaps.Count().ShouldBe(2);
        plan.Add(Message(2, 0, 0)).Select(static result => result.Instant.Step.TotalHours).ShouldBe([3, 6]);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0.001)]
    public void Snow_fraction_is_a_percentage_above_half_a_millimetre(bool metres, double unit)
    {
        double[] precipitation = [2, 2, 0.5, 0.51, 0, 1, double.NaN, 0.1], snow = [1, 3, 0.5, 0.51, 1, -1, 1, double.NaN];
        byte[] Make(double[] values)
        {
            double[] scaled = [.. values.Select(value => value * unit)];
            return metres ? TestGrib.Ifs(228, 6, scaled) : TestGrib.Precipitation(0, 6, scaled);
        }

        var result = TestGrib.DeriveOne(new SnowFractionDerivation("sffraction", ["tp", "snow"], settings: [GribSetting.Of("shortName", "tp")]), Make(precipitation), Make(snow));
        // Half a millimetre itself is dry; in metres its packed value lies on either side.
        var values = TestGrib.Values(result);
        TestGrib.ShouldBeClose([values[0], values[1], .. values[3..]], [50, 100, 100, 0, 0, double.NaN, double.NaN], 1e-4);
    }

    [Fact]
    public void Clip_that_is_wrong_is_refused_before_any_message()
    {
        var error = Should.Throw<InputDefinitionException>(() => new GroundToMslDerivation("hzero", ["z", "h"], "hzero *= 1\nhzero[hzero <= zz] = 1"));
        error.Message.ShouldStartWith("clip: 'zz' has no value; did you mean 'z'?");
        (error.Key, error.Line, error.Column).ShouldBe(("clip", 2, 16));
        Should.Throw<InputDefinitionException>(() => new ExprDerivation("x", ["a"], "y = a")).Key.ShouldBe("expr");
        Should.Throw<InputDefinitionException>(() => new SnowFractionDerivation("x", ["a"])).Key.ShouldBe("inputs");
    }

    [Fact]
    public void Members_are_kept_apart()
    {
        var cat = PlanOf(new CatDerivation("uv", ["u", "v"]), Message(0, 0, 3, 1), Message(1, 1, 3, 2), Message(2, 0, 3, 2), Message(3, 1, 3));
        cat.Results.ShouldHaveSingleItem().ShouldSatisfyAllConditions(static result => result.Instant.Member.ShouldBe(2), static result => result.Messages[0].Id.ShouldBe(2));
        var ground = new DerivationPlan(new GroundToMslDerivation("h", ["z", "g"]));
        ground.Add(Message(0, 0, 0));
        ground.Add(Message(1, 1, 3, 1)).ShouldHaveSingleItem();
        ground.Add(Message(2, 1, 3, 2)).ShouldHaveSingleItem().Instant.Member.ShouldBe(2);
        ground.Results.Count().ShouldBe(2);
    }

    [Fact]
    public void Results_computed_in_parallel_are_those_computed_alone()
    {
        var derivation = new ExprDerivation("x", ["a", "b"], "x = a * b\nx[x > 500] = a");
        byte[][] a = [.. Enumerable.Range(0, 40).Select(i => TestGrib.Ifs(130, i, [.. Enumerable.Range(0, 3000).Select(point => (double)((point * i) % 97))]))];
        var results = new byte[a.Length][];
        var planned = Enumerable.Range(0, a.Length).Select(i => PlanOf(derivation, Message(0, 0, i), Message(1, 1, i)).Results.Single()).ToList();
        Parallel.For(0, a.Length, i => results[i] = derivation.Derive(planned[i], [a[i], a[(i + 1) % a.Length]]).Octets.ToArray());
        for (var i = 0; i < a.Length; i++)
            results[i].ShouldBe(derivation.Derive(planned[i], [a[i], a[(i + 1) % a.Length]]).Octets.ToArray());
    }

    [Fact]
    public void Message_that_is_cut_off_or_damaged_is_a_reason_and_no_exception()
    {
        var good = TestGrib.Ifs(130, 6, [.. Enumerable.Range(0, 40).Select(static i => (double)i)]);
        var derivation = new ExprDerivation("x", ["a"], "x = a");
        var planned = PlanOf(derivation, Message(0, 0, 6)).Results.Single();
        for (var length = 0; length < good.Length; length++)
            derivation.Derive(planned, [good.AsMemory(0, length)]).Reason.ShouldNotBeNull().ShouldContain("input a");
        derivation.Derive(planned, [good]).Reason.ShouldBeNull();
        derivation.Derive(planned, ["GRIB\0\0\u0010\u00017777     "u8.ToArray()]).Reason.ShouldNotBeNull();
    }

    private static DerivationPlan PlanOf(IInputDerivation derivation, params AvailableMessage[] messages)
    {
        var plan = new DerivationPlan(derivation);
        foreach (var message in messages)
            plan.Take(message);
        return plan;
    }

    private static AvailableMessage Message(int id, int input, double step, long? member = null) =>
        new(id, input, new FieldHeader(new Instant(Run, TimeSpan.FromHours(step), member), TimeSpan.FromHours(step), StatisticalProcess.Instant, "s"));
}
