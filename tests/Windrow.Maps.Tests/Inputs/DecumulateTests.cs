using FsCheck;
using FsCheck.Fluent;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.TimeStatistics;

namespace Windrow.Maps.Tests.Inputs;

public sealed class DecumulateTests
{
    private static readonly DateTime Run = new(2026, 1, 10, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(24, null, "0-24 3-27 6-30 9-33 12-36 15-39 18-42 21-45 24-48")]
    [InlineData(24, true, "0-24 24-48")]
    [InlineData(6, null, "0-6 6-12 12-18 18-24 24-30 30-36 36-42 42-48")]
    [InlineData(6, false, "0-6 3-9 6-12 9-15 12-18 15-21 18-24 21-27 24-30 27-33 30-36 33-39 36-42 39-45 42-48")]
    [InlineData(1, null, "")]
    [InlineData(72, null, "")]
    public void Three_hourly_precipitation_from_the_start_gives_what_libsim_gives(int step, bool? fullSteps, string expected) =>
        Plan(step, fullSteps, [.. Enumerable.Range(0, 17).Select(static i => (0d, 3d * i))]).ShouldBe(expected);

    [Theory]
    [InlineData(3, "0-3 0-9 0-12 0-15", "0-3 9-12 12-15")] // 6 h is missing
    [InlineData(3, "0-3 0-6 6-9 6-12", "0-3 3-6 6-9 9-12")] // reset after 6 h
    [InlineData(12, "0-3 0-6 6-9 6-12", "0-12")] // all shorter: summed
    [InlineData(12, "0-1 1-2 2-3 3-6 6-12 12-18 18-24", "0-12 12-24")]
    [InlineData(12, "0-6 6-11 11-12 12-18", "")] // 5 h is no divisor of 12 h
    [InlineData(6, "0-6 0-12 12-13 13-14", "0-6 6-12")]
    [InlineData(6, "0-0 0-6 3-6 3-12", "0-6 6-12")] // 6-12 of 3-12 and 3-6
    [InlineData(1, "0-0.25 0-0.5 0-0.75 0-1 0-2 1-1.5", "0-1 1-2")]
    [InlineData(0.25, "0-0.25 0-0.5 0-0.75 0-1", "0-0.25 0.25-0.5 0.5-0.75 0.75-1")] // 15 minutes
    [InlineData(2, "0-6 0-12 12-13 13-14", "12-14")] // summed beside longer ones
    [InlineData(0.5, "0-0.25 0.25-0.5 0.5-0.75", "0-0.5")]
    public void Periods_across_gaps_and_resets_give_what_can_be_made(double step, string available, string expected) =>
        Plan(step, null, [.. available.Split(' ').Select(static period => period.Split('-')).Select(static ends => (Hours(ends[0]), Hours(ends[1])))]).ShouldBe(expected);

    [Fact]
    public void Differences_are_later_minus_earlier_at_least_zero_and_missing_where_either_is()
    {
        var results = TestGrib.DeriveAll(
            new DecumulateDerivation("tpdec3h", "tp", TimeSpan.FromHours(3)),
            (0, TestGrib.Precipitation(0, 6, [5, 1, double.NaN, 7, 4])),
            (0, TestGrib.Precipitation(0, 3, [2, 3, 1, double.NaN, 4])));
        var (first, second) = (results.Values.First().Octets, results.Values.Last().Octets);
        TestGrib.ShouldBeClose(TestGrib.Values(second), [3, 0, double.NaN, double.NaN, 0], 1e-5);
        TestGrib.Key(second, "stepRange").ShouldBe("3-6");
        TestGrib.Key(second, "timeRangeIndicator").ShouldBe("4");
        TestGrib.Key(second, "shortName").ShouldBe("tp");
        TestGrib.ShouldBeClose(TestGrib.Values(first), [2, 3, 1, double.NaN, 4], 1e-5);
    }

    [Fact]
    public void Ifs_precipitation_coded_as_of_an_instant_is_an_accumulation_and_stays_in_metres()
    {
        var results = TestGrib.DeriveAll(
            new DecumulateDerivation("tpdec3h", "tp", TimeSpan.FromHours(3)),
            [.. Enumerable.Range(0, 4).Select(static i => (0, TestGrib.Ifs(228, 3 * i, [0.001 * i * i, 0.002])))]);
        results.Values.Select(static result => TestGrib.Key(result.Octets, "stepRange")).ShouldBe(["0-3", "3-6", "6-9"]);
        results.Values.ShouldAllBe(static result => TestGrib.Key(result.Octets, "units") == "m" && TestGrib.Key(result.Octets, "shortName") == "tp" && TestGrib.Key(result.Octets, "timeRangeIndicator") == "4");
        TestGrib.ShouldBeClose(TestGrib.Values(results.Values.Last().Octets), [0.005, 0], 1e-4, 1e-8);
    }

    [Fact]
    public void Field_of_an_instant_that_no_table_calls_an_accumulation_gives_nothing() =>
        TestGrib.DeriveAll(new DecumulateDerivation("x", "y", TimeSpan.FromHours(3)), (0, TestGrib.Ifs(167, 3, [1])), (0, TestGrib.Ifs(167, 6, [1]))).ShouldBeEmpty();

    [Fact]
    public void Fluxes_may_be_negative()
    {
        var results = TestGrib.DeriveAll(
            new DecumulateDerivation("x", "sshf", TimeSpan.FromHours(3)), (0, TestGrib.Ifs(146, 3, [10, 2])), (0, TestGrib.Ifs(146, 6, [4, 3])));
        TestGrib.ShouldBeClose(TestGrib.Values(results.Values.Last().Octets), [-6, 1], 1e-5);
    }

    [Fact]
    public void Grib2_sums_and_differences_say_their_period()
    {
        static byte[] Make(string range, params double[] values) => TestGrib.Make(
            2, values, ("productDefinitionTemplateNumber", 8), ("parameterCategory", 1), ("parameterNumber", 52), ("typeOfStatisticalProcessing", 1), ("dataDate", 20260110), ("dataTime", 0), ("stepRange", range));
        var difference = TestGrib.DeriveAll(new DecumulateDerivation("x", "tp", TimeSpan.FromHours(1)), (0, Make("0-1", 1, 2)), (0, Make("0-2", 5, 1)))[new Instant(Run, TimeSpan.FromHours(2))].Octets;
        TestGrib.Key(difference, "stepRange").ShouldBe("1-2");
        TestGrib.Key(difference, "hourOfEndOfOverallTimeInterval").ShouldBe("2");
        TestGrib.ShouldBeClose(TestGrib.Values(difference), [4, 0], 1e-5);
        var sum = TestGrib.DeriveAll(new DecumulateDerivation("x", "tp", TimeSpan.FromHours(2)), (0, Make("0-1", 1, 2)), (0, Make("1-2", 5, 1)))[new Instant(Run, TimeSpan.FromHours(2))].Octets;
        TestGrib.Key(sum, "stepRange").ShouldBe("0-2");
        TestGrib.ShouldBeClose(TestGrib.Values(sum), [6, 3], 1e-5);
    }

    [Fact]
    public void Long_forecast_whose_steps_exceed_an_octet_takes_another_unit()
    {
        var results = TestGrib.DeriveAll(
            new DecumulateDerivation("x", "tp", TimeSpan.FromHours(6)),
            (0, TestGrib.Precipitation(0, 43, [1], ("indicatorOfUnitOfTimeRange", 11))),
            (0, TestGrib.Precipitation(0, 44, [3], ("indicatorOfUnitOfTimeRange", 11))));
        var result = results.Values.Last();
        result.Reason.ShouldBeNull();
        FieldHeaderReader.Read(result.Octets).ShouldSatisfyAllConditions(
            static header => header.Start.ShouldBe(TimeSpan.FromHours(258)), static header => header.End.ShouldBe(TimeSpan.FromHours(264)));
    }

    [Fact]
    public void Runs_members_and_levels_are_kept_apart()
    {
        var derivation = new DecumulateDerivation("x", "tp", TimeSpan.FromHours(3));
        TestGrib.DeriveAll(derivation, (0, TestGrib.Precipitation(0, 9, [1])), (0, TestGrib.Precipitation(0, 12, [1], ("dataDate", 20260111)))).ShouldBeEmpty();
        TestGrib.DeriveAll(derivation, (0, TestGrib.Precipitation(0, 9, [1])), (0, TestGrib.Precipitation(0, 12, [1], ("indicatorOfParameter", 62)))).ShouldBeEmpty();
    }

    [Fact]
    public void Quarters_of_an_hour_are_decumulated_and_written_in_minutes()
    {
        var results = TestGrib.DeriveAll(
            new DecumulateDerivation("x", "tp", TimeSpan.FromMinutes(15)),
            (0, TestGrib.Precipitation(0, 15, [1], ("indicatorOfUnitOfTimeRange", 0))),
            (0, TestGrib.Precipitation(0, 30, [3], ("indicatorOfUnitOfTimeRange", 0))),
            (0, TestGrib.Precipitation(0, 45, [4], ("indicatorOfUnitOfTimeRange", 0))));
        results.Values.Select(static result => FieldHeaderReader.Read(result.Octets)).Select(static header => (header.Start.TotalMinutes, header.End.TotalMinutes))
            .ShouldBe([(0, 15), (15, 30), (30, 45)]);
        results.Values.Select(static result => TestGrib.Values(result.Octets)[0]).ShouldBe([1, 2, 1]);
    }

    [Fact]
    public void Gaps_are_told_by_their_ends()
    {
        var plan = Filled(new DecumulateDerivation("tpdec3h", "tp", TimeSpan.FromHours(3)), [(0, 3), (0, 9)]);
        plan.Gaps.ShouldHaveSingleItem().Reason.ShouldBe("tp has no amounts from 6 h to 9 h, nor any that end at both with the same start, nor shorter ones that fill it");
    }

    [Fact]
    public void Plan_is_the_same_as_a_naive_one_for_any_set_in_any_order()
    {
        var periods = Gen.ListOf(Gen.Zip(Gen.Choose(0, 8), Gen.Choose(0, 8))).Select(static list => list.Select(static pair => (Start: (double)Math.Min(pair.Item1, pair.Item2), End: (double)Math.Max(pair.Item1, pair.Item2))).ToArray());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Gen.Zip(periods, Gen.Zip(Gen.Choose(1, 5), Gen.Elements(true, false))).ToArbitrary(), static input =>
        {
            var (available, (step, full)) = input;
            var derivation = new DecumulateDerivation("x", "y", TimeSpan.FromHours(step), full);
            var plan = new DerivationPlan(derivation);
            var latest = new Dictionary<Instant, PlannedResult>();
            var distinct = available.Distinct().ToArray();
            for (var id = 0; id < distinct.Length; id++)
            {
                foreach (var result in plan.Add(Message(id, distinct[id].Start, distinct[id].End)))
                    latest[result.Instant] = result;
            }

            var ends = plan.Results.Select(static result => result.Instant.Step.TotalHours).ToList();
            ends.ShouldBe(Naive(distinct, step, full));
            latest.Keys.Order().ShouldBe(plan.Results.Select(static result => result.Instant));
            // What was told while messages came in is, for each result that is there in the end, what a batch gives.
            foreach (var result in plan.Results)
            {
                latest[result.Instant].IsSameAs(result).ShouldBeTrue();
                Sum(result).ShouldBe((result.Instant.Step.TotalHours - step, result.Instant.Step.TotalHours));
            }

            Filled(derivation, [.. distinct.Reverse()]).Results.Select(Text).ShouldBe(plan.Results.Select(Text));
        }));
    }

    /// <summary>Ends of results, straight from the rule and by trying everything.</summary>
    private static List<double> Naive((double Start, double End)[] available, int step, bool full)
    {
        var periods = available.Where(static period => period.End > period.Start).ToArray();
        bool Fills(double from, double to) => from == to || periods.Any(period => period.Start == from && period.End <= to && step % (period.End - period.Start) == 0 && Fills(period.End, to));
        return
        [
            .. periods.Select(static period => period.End).Distinct().Order().Where(end => (!full || end % step == 0) && end >= step && (
                periods.Contains((end - step, end))
                || Fills(end - step, end)
                || periods.Any(later => later.End == end && periods.Contains((later.Start, end - step))))),
        ];
    }

    /// <summary>The period that the planned messages make together.</summary>
    private static (double Start, double End) Sum(PlannedResult result)
    {
        var periods = result.Messages.Select(static message => (message.Header.Start.TotalHours, message.Header.End.TotalHours)).ToList();
        if (result.Operation == DerivationOperation.Difference)
        {
            periods[0].Item1.ShouldBe(periods[1].Item1);
            return (periods[1].Item2, periods[0].Item2);
        }

        for (var i = 1; i < periods.Count; i++)
            periods[i].Item2.ShouldBe(periods[i - 1].Item1);
        return (periods[^1].Item1, periods[0].Item2);
    }

    private static string Plan(double step, bool? fullSteps, (double, double)[] periods) =>
        string.Join(' ', Filled(new DecumulateDerivation("x", "tp", TimeSpan.FromHours(step), fullSteps), periods).Results.Select(Text));

    private static string Text(PlannedResult result) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{(result.Instant.Step - result.Period).TotalHours}-{result.Instant.Step.TotalHours}");

    private static DerivationPlan Filled(DecumulateDerivation derivation, (double Start, double End)[] periods)
    {
        var plan = new DerivationPlan(derivation);
        for (var id = 0; id < periods.Length; id++)
            plan.Take(Message(id, periods[id].Start, periods[id].End));
        return plan;
    }

    private static AvailableMessage Message(int id, double start, double end) =>
        new(id, 0, new FieldHeader(new Instant(Run, TimeSpan.FromHours(end)), TimeSpan.FromHours(start), StatisticalProcess.Accumulation, "s"));

    private static double Hours(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
