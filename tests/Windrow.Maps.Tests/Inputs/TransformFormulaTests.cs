using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Transform;

namespace Windrow.Maps.Tests.Inputs;

public sealed class TransformFormulaTests
{
    /// <summary>The formulas of the fact sheet in double precision, written down once more, for NumPy.</summary>
    private const string Formulas = """
        def es(T):
            w = T > 273.15
            a = np.where(w, 17.2694, 21.8746); b = np.where(w, 35.86, 7.66)
            return 6.1078*np.exp(a*(T-273.15)/(T-b))
        def rh_td(t, td): return 100*es(td)/es(t)
        eps = 18.0153/28.9644
        def rh_q(q, p, t): return np.maximum(0, q*(p/100-(1-eps)*es(t))/(eps*es(t))*100)
        def td_rh(rh, t):
            L = np.log(rh/100*es(t)/6.1078)
            return 273.15+(273.15-35.86)*L/(17.2694-L)
        def thetae(t, td, p):
            p = p/100; r = 622*es(td)/(p-es(td)); TL = 56+1/(1/(td-56)+np.log(t/td)/800)
            return t*(1000/p)**(0.2854*(1-0.00028*r))*np.exp((3.376/TL-0.00254)*r*(1+0.00081*r))
        def tmr(w, p):
            X = np.log10(w*p/(622+w))
            return 10**(0.0498646455*X+2.4082965)-7.07475+38.9114*(10**(0.0915*X)-1.2035)**2
        def ws(t, p): return 622*es(t)/(p-es(t))
        def wetbulb1(t, td, p):
            p = p/100; w = ws(td, p); th = t*(1000/p)**0.286; pi = p
            for i in range(10):
                x = 0.02*(tmr(w, pi)-th*(pi/1000)**0.286)
                if abs(x) < 0.01: break
                pi *= 2**x
            ti = th*(pi/1000)**0.286
            os = ti*(1000/pi)**0.286/np.exp(-2.6518986*ws(ti, pi)/ti)
            tq = 253.16; d = 120.
            for i in range(12):
                d = d/2
                x = os*np.exp(-2.6518986*ws(tq, p)/tq)-tq*(1000/p)**0.286
                if abs(x) < 0.01: break
                tq += d if x >= 0 else -d
            return tq
        def wetbulb(t, td, p): return np.array([wetbulb1(*v) for v in zip(t, td, p)])
        def vis(rh, t, td):
            phi = np.log(np.abs(1/np.log(np.minimum(td/t, 0.9998))))
            return np.where(rh > 95, -np.log(0.05)*1000/np.exp(-5.605+0.0114*rh*phi), 30000.)
        """;

    private static readonly Dictionary<string, double[]> Arrays = MakeArrays();

    [Theory]
    [InlineData("rh_td(t, td)", 2e-6, 1e-5)]
    [InlineData("rh_q(q, p, t)", 2e-6, 1e-5)]
    [InlineData("td_rh(rh, t)", 4e-7, 0)]
    [InlineData("thetae(t, td, p)", 1e-6, 0)]
    [InlineData("wetbulb(t, td, p)", 0, 0.03)]
    [InlineData("vis(rh, t, td)", 2e-4, 0)]
    [InlineData("np.sqrt(u*u + v*v)", 2e-7, 0)]
    public void Formula_agrees_with_numpy_in_double_precision(string call, double relative, double absolute)
    {
        var expected = NumPy.Compute(Formulas + $"\nout = [{call}]", Arrays)[0];
        var actual = call[..3] switch
        {
            "rh_" when call.Contains("td", StringComparison.Ordinal) => Apply<RelativeHumidityFromDewPoint>("t", "td", "td"),
            "rh_" => Apply<RelativeHumidityFromSpecificHumidity>("q", "p", "t"),
            "td_" => Apply<DewPointFromRelativeHumidity>("rh", "t", "t"),
            "the" => Apply<EquivalentPotentialTemperature>("t", "td", "p"),
            "wet" => WetBulb(Field("t"), Field("td"), Field("p")),
            "vis" => Apply<Visibility>("rh", "t", "td"),
            _ => Apply<WindSpeed>("u", "v", "v"),
        };
        TestGrib.ShouldBeClose(actual, expected, relative, absolute);
        // Where the bisection stops one step apart, the wet bulb differs by its last step; everywhere else it takes the same way.
        if (call.StartsWith("wet", StringComparison.Ordinal))
            actual.Zip(expected).Count(static pair => Math.Abs(pair.First - pair.Second) > 1e-3).ShouldBeLessThan(actual.Length / 50);
    }

    /// <summary>Computed by hand: with a dew point equal to the temperature the air is saturated, and so on.</summary>
    [Fact]
    public void Formula_has_the_values_that_a_pocket_calculator_gives()
    {
        // e_s(293.15) = 6.1078 exp(17.2694 * 20 / 257.29) = 23.382; e_s(283.15) = 6.1078 exp(17.2694 * 10 / 247.29) = 12.279
        Of<RelativeHumidityFromDewPoint>(293.15f, 283.15f).ShouldBe(52.51f, 0.01f);
        Of<RelativeHumidityFromDewPoint>(293.15f, 293.15f).ShouldBe(100, 1e-4f);
        // e_s(263.15) over ice = 6.1078 exp(21.8746 * -10 / 255.49) = 2.5945
        Of<RelativeHumidityFromDewPoint>(273.15f, 263.15f).ShouldBe(42.48f, 0.01f);
        // 0.008 (850 - 0.37802 * 17.053) / (0.62198 * 17.053) * 100, with e_s(288.15) = 6.1078 exp(17.2694 * 15 / 252.29) = 17.053
        Of<RelativeHumidityFromSpecificHumidity>(0.008f, 85000, 288.15f).ShouldBe(63.62f, 0.01f);
        Of<DewPointFromRelativeHumidity>(100, 288.15f).ShouldBe(288.15f, 1e-3f);
        Of<WindSpeed>(3, -4).ShouldBe(5);
        Of<SumOfThree>(1, 2, 3).ShouldBe(6);
        Of<Visibility>(95, 280, 279).ShouldBe(30_000);
        WetBulb(293.15f, 293.15f, 100_000).ShouldBe(293.15f, 0.05f);
        // Bolton's own example is of this kind: 30 C, 20 C at 1000 hPa is a theta-e of about 348 K.
        Of<EquivalentPotentialTemperature>(303.15f, 293.15f, 100_000).ShouldBe(347.5f, 1.5f);
    }

    [Fact]
    public void Formula_keeps_a_missing_value_missing()
    {
        const float Missing = float.NaN;
        float[] results =
        [
            Of<RelativeHumidityFromDewPoint>(Missing, 280), Of<RelativeHumidityFromDewPoint>(280, Missing), Of<RelativeHumidityFromSpecificHumidity>(Missing, 85000, 280),
            Of<RelativeHumidityFromSpecificHumidity>(0.01f, Missing, 280), Of<DewPointFromRelativeHumidity>(Missing, 280), Of<WindSpeed>(1, Missing),
            Of<SumOfTwo>(Missing, 1), Of<EquivalentPotentialTemperature>(280, Missing, 85000), WetBulb(Missing, 280, 85000), WetBulb(280, 279, Missing),
            Of<Visibility>(Missing, 280, 279), Of<DewPointFromRelativeHumidity>(0, 280),
        ];
        results.ShouldAllBe(static value => float.IsNaN(value));
    }

    [Fact]
    public void Exponential_is_within_two_units_in_the_last_place()
    {
        for (var x = -80f; x < 80; x += 0.037f)
        {
            var exact = Math.Exp(x);
            (Math.Abs(SinglePrecision.Exp(new System.Numerics.Vector<float>(x))[0] - exact) / exact).ShouldBeLessThan(2.5e-7, $"exp({x})");
            var power = Math.Pow(2, x);
            (Math.Abs(SinglePrecision.Exp2(new System.Numerics.Vector<float>(x))[0] - power) / power).ShouldBeLessThan(2.5e-7, $"2 ** {x}");
        }

        float.IsNaN(SinglePrecision.Exp(new System.Numerics.Vector<float>(float.NaN))[0]).ShouldBeTrue();
    }

    private static float Of<T>(float a, float b = 0, float c = 0)
        where T : IFormula => T.Of(new(a), new(b), new(c))[0];

    private static float WetBulb(float t, float td, float p)
    {
        static FieldValues One(float value)
        {
            var values = new FieldValues(1);
            values.Span[0] = value;
            return values;
        }

        return WetBulb(One(t), One(td), One(p))[0];
    }

    private static float[] WetBulb(FieldValues t, FieldValues td, FieldValues p)
    {
        using var into = new FieldValues(t.Count);
        WetBulbTemperature.Compute(t, td, p, into);
        t.Dispose();
        td.Dispose();
        p.Dispose();
        return into.Span.ToArray();
    }

    private static float[] Apply<T>(string a, string b, string c)
        where T : IFormula
    {
        using var x = Field(a);
        using var y = Field(b);
        using var z = Field(c);
        using var into = new FieldValues(x.Count);
        Kernel.Apply<T>(x, y, z, into);
        return into.Span.ToArray();
    }

    private static FieldValues Field(string name)
    {
        var values = new FieldValues(Arrays[name].Length);
        for (var i = 0; i < values.Count; i++)
            values.Span[i] = (float)Arrays[name][i];
        return values;
    }

    private static Dictionary<string, double[]> MakeArrays()
    {
        var random = new Random(5);
        double[] Make(Func<int, double> of) => [.. Enumerable.Range(0, 3001).Select(i => (double)(float)of(i))];
        var t = Make(_ => 235 + (75 * random.NextDouble()));
        return new()
        {
            ["t"] = t,
            ["td"] = Make(i => t[i] - (20 * random.NextDouble() * random.NextDouble())),
            ["p"] = Make(_ => 50_000 + (52_000 * random.NextDouble())),
            ["q"] = Make(_ => -0.0005 + (0.015 * random.NextDouble())),
            ["rh"] = Make(_ => 1 + (103 * random.NextDouble())),
            ["u"] = Make(_ => -40 + (80 * random.NextDouble())),
            ["v"] = Make(_ => -40 + (80 * random.NextDouble())),
        };
    }
}
