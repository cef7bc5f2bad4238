using Windrow.Maps.Inputs.Transform;

namespace Windrow.Maps.Tests.Inputs;

public sealed class TransformDerivationTests
{
    private static readonly (string, object)[] Isobaric700 = [("indicatorOfTypeOfLevel", 100), ("level", 700)];

    [Fact]
    public void Relative_humidity_of_ifs_two_metre_fields_is_r_at_two_metres()
    {
        var derivation = new TransformDerivation("rh2m", ["t2m", "2d"], ["--output-variable-list=B13003"]);
        var result = TestGrib.DeriveOne(derivation, TestGrib.Ifs(167, 12, [293.15, 273.15, double.NaN]), TestGrib.Ifs(168, 12, [283.15, 263.15, 270]));
        TestGrib.Key(result, "shortName").ShouldBe("r");
        TestGrib.Key(result, "typeOfLevel").ShouldBe("heightAboveGround");
        TestGrib.Key(result, "level").ShouldBe("2");
        TestGrib.Key(result, "stepRange").ShouldBe("12");
        TestGrib.Key(result, "bitmapPresent").ShouldBe("1");
        TestGrib.ShouldBeClose(TestGrib.Values(result), [52.51, 42.48, double.NaN], 0, 0.02);
    }

    [Fact]
    public void Chain_of_specific_humidity_and_pressure_of_the_level_gives_humidity_dew_point_and_theta_e()
    {
        var t = TestGrib.Ifs(130, 6, [288.15, 260, 270], Isobaric700);
        var q = TestGrib.Ifs(133, 6, [0.008, 0.001, double.NaN], Isobaric700);
        var p = TestGrib.DeriveOne(new TransformDerivation("p700", ["t700", "q700"], ["--comp-var-from-lev", "--trans-level-type=100"]), t, q).ToArray();
        TestGrib.Key(p, "shortName").ShouldBe("pres");
        TestGrib.Key(p, "level").ShouldBe("700");
        TestGrib.Values(p).ShouldBe([70_000f, 70_000f, 70_000f]);

        float[] Made(string code, string shortName)
        {
            var result = TestGrib.DeriveOne(new TransformDerivation("x", ["t700", "q700", "p700"], [$"--output-variable-list={code}"]), t, q, p);
            TestGrib.Key(result, "shortName").ShouldBe(shortName);
            TestGrib.Key(result, "typeOfLevel").ShouldBe("isobaricInhPa");
            return TestGrib.Values(result);
        }

        // The same by hand in double precision: e_s(288.15) = 17.0437, e_s(260) = 1.9584 over ice.
        var rh = Made("B13003", "r");
        rh[0].ShouldBe(52.35f, 0.05f);
        float.IsNaN(rh[2]).ShouldBeTrue();
        var td = Made("B12103", "dpt");
        td[0].ShouldBe(278.45f, 0.1f);
        float.IsNaN(td[2]).ShouldBeTrue();
        Made("B12193", "papt")[0].ShouldBe(344.5f, 1.5f);
    }

    [Fact]
    public void Wind_speed_of_ten_metre_wind_is_ws_at_ten_metres_whatever_the_order_of_the_components()
    {
        byte[] u = TestGrib.Ifs(165, 3, [3, 0, double.NaN]), v = TestGrib.Ifs(166, 3, [-4, 2, 1]);
        foreach (var messages in new[] { new[] { u, v }, [v, u] })
        {
            var result = TestGrib.DeriveOne(new TransformDerivation("wspeed", ["x", "y"], ["--output-variable-list=B11002"]), messages);
            TestGrib.Key(result, "shortName").ShouldBe("ws");
            TestGrib.Key(result, "level").ShouldBe("10");
            TestGrib.ShouldBeClose(TestGrib.Values(result), [5, 2, double.NaN], 1e-4);
        }
    }

    [Fact]
    public void Wet_bulb_merges_levels_only_with_rounding()
    {
        byte[] t = TestGrib.Ifs(167, 3, [293.15]), td = TestGrib.Ifs(168, 3, [293.15]);
        var p = TestGrib.DeriveOne(new TransformDerivation("p", ["t"], ["--comp-var-from-lev --trans-level-type=100"]), TestGrib.Ifs(130, 3, [280], ("indicatorOfTypeOfLevel", 100), ("level", 1000))).ToArray();
        var result = TestGrib.DeriveOne(new TransformDerivation("wb", ["t2m", "2d", "p1000"], ["--rounding", "--output-variable-list=B12102"]), t, td, p);
        TestGrib.Values(result)[0].ShouldBe(293.15f, 0.05f);
        TestGrib.ReasonOf(new TransformDerivation("wb", ["t2m", "2d", "p1000"], ["--output-variable-list=B12102"]), t, td, p)
            .ShouldContain("input t2m is of the level 2 m above ground and input p1000 of 1000 hPa; write --rounding");
    }

    [Fact]
    public void Snow_sums_of_icon_keep_the_period_and_become_snowfall()
    {
        static byte[] Icon(int number, params double[] values) => TestGrib.Make(
            2, values, ("centre", 78), ("productDefinitionTemplateNumber", 8), ("typeOfFirstFixedSurface", 1), ("parameterCategory", 1), ("parameterNumber", number), ("typeOfStatisticalProcessing", 1), ("stepRange", "0-6"));
        byte[] convective = Icon(55, 1, 2, double.NaN), largeScale = Icon(56, 10, 20, 30), graupel = Icon(75, 100, 200, 300);
        var three = TestGrib.DeriveOne(new TransformDerivation("s", ["a", "b", "c"], ["--output-variable-list=B13237"]), convective, largeScale, graupel);
        TestGrib.ShouldBeClose(TestGrib.Values(three), [111, 222, double.NaN], 1e-5);
        TestGrib.Key(three, "stepRange").ShouldBe("0-6");
        TestGrib.Key(three, "shortName").ShouldBe("sf");
        var two = TestGrib.DeriveOne(new TransformDerivation("s", ["a", "b"], ["--output-variable-list=B13205"]), convective, largeScale);
        TestGrib.ShouldBeClose(TestGrib.Values(two), [11, 22, double.NaN], 1e-5);
    }

    [Fact]
    public void Visibility_of_two_metre_fields_is_vis()
    {
        var result = TestGrib.DeriveOne(new TransformDerivation("vis", ["t2m", "2d"], ["--output-variable-list=B20001"]), TestGrib.Ifs(167, 3, [280, 280]), TestGrib.Ifs(168, 3, [279.9, 270]));
        TestGrib.Key(result, "shortName").ShouldBe("vis");
        TestGrib.Values(result)[1].ShouldBe(30_000, 1);
        TestGrib.Values(result)[0].ShouldBeInRange(10, 20_000);
    }

    [Fact]
    public void Inputs_that_do_not_serve_are_told_with_what_would()
    {
        TestGrib.ReasonOf(new TransformDerivation("rh", ["t"], ["--output-variable-list=B13003"]), TestGrib.Ifs(167, 3, [280]))
            .ShouldBe("input rh at 2026-01-10T00:00:00Z+3 h: B13003 (relative humidity) cannot be computed from temperature; it takes temperature, dew point; or specific humidity, pressure, temperature");
        TestGrib.ReasonOf(new TransformDerivation("p", ["t"], ["--comp-var-from-lev", "--trans-level-type=100"]), TestGrib.Ifs(167, 3, [280])).ShouldContain("only isobaric levels");
        TestGrib.ReasonOf(new TransformDerivation("ws", ["u", "v"], ["--output-variable-list=B11002"]), TestGrib.Ifs(165, 3, [1, 2]), TestGrib.Ifs(166, 3, [1, 2, 3])).ShouldContain("input v is on another grid");
    }

    [Theory]
    [InlineData("--output-variable-list=B99999", "'B99999' cannot be computed")]
    [InlineData("--output-variable-lst=B13003", "did you mean '--output-variable-list'")]
    [InlineData("--output-variable-list", "has no value")]
    [InlineData("--comp-var-from-lev", "together with --trans-level-type=100")]
    [InlineData("--comp-var-from-lev --trans-level-type=103", "together with --trans-level-type=100")]
    [InlineData("--rounding", "ask for nothing")]
    [InlineData("--trans-type=inter", "is not known")]
    public void Argument_that_is_not_known_is_one_error(string arguments, string says) =>
        Should.Throw<Windrow.Maps.Inputs.Planning.InputDefinitionException>(() => new TransformDerivation("x", ["a"], [arguments])).Message.ShouldContain(says);

    [Fact]
    public void Several_variables_make_several_messages()
    {
        var result = TestGrib.DeriveOne(
            new TransformDerivation("x", ["t700", "q700", "p700"], ["--output-variable-list=B13003,B12103"]),
            TestGrib.Ifs(130, 6, [288.15], Isobaric700),
            TestGrib.Ifs(133, 6, [0.008], Isobaric700),
            TestGrib.Make(1, [70_000], [("centre", 98), ("table2Version", 2), ("indicatorOfParameter", 1), ("dataDate", 20260110), ("dataTime", 0), ("P1", 6), .. Isobaric700]));
        Windrow.Maps.Inputs.Fields.GribOctets.Split(result).Select(static message => TestGrib.Key(message, "shortName")).ShouldBe(["r", "dpt"]);
    }
}
