using System.Globalization;
using System.Runtime.CompilerServices;
using Windrow.Maps.Inputs.Combining;
using Windrow.Maps.Inputs.Expressions;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.TimeStatistics;
using Windrow.Maps.Inputs.Transform;
using Windrow.Native.EcCodes;

namespace Windrow.Bench;

/// <summary>
/// Deriving one instant on a grid of 30,000 points: the formulas alone, against their limit and against a plain loop over arrays; and whole instants,
/// from octets to octets, with what of it is decoding and encoding by ecCodes.
/// </summary>
internal static class DeriveBench
{
    private const int Points = 30_000;
    private const int Times = 100;

    public static IEnumerable<Figure> Run()
    {
        using var t = Filled(static i => 250 + (50 * (i % 977) / 977f));
        using var td = Filled(static i => 248 + (45 * (i % 977) / 977f) - (i % 13 / 2f));
        using var p = Filled(static _ => 85_000);
        using var q = Filled(static i => 0.001f + (0.01f * (i % 977) / 977f));
        using var into = new FieldValues(Points);

        yield return Formula("relative humidity", 1, () => Kernel.Apply<RelativeHumidityFromDewPoint>(t, td, td, into));
        yield return Formula("relative humidity of q", 1, () => Kernel.Apply<RelativeHumidityFromSpecificHumidity>(q, p, t, into));
        yield return Formula("theta-e", 1, () => Kernel.Apply<EquivalentPotentialTemperature>(t, td, p, into));
        yield return Formula("visibility", 1, () => Kernel.Apply<Visibility>(q, t, td, into));
        // The one formula that iterates, up to 26 times per point.
        yield return Formula("wet bulb, iterated", 2, () => WetBulbTemperature.Compute(t, td, p, into));
        var index = FieldExpression.Parse("k = t - td + q - (p - td)\nk[k <= 0] = -999", ["t", "td", "p", "q"], "k");
        FieldValues[] inputs = [t, td, p, q];
        yield return Formula("expression, 5 inputs, 1 mask", 1, () => index.Evaluate(inputs, into));

        float[] a = t.Span.ToArray(), b = td.Span.ToArray(), sum = new float[Points];
        yield return Against("wind speed / plain loop", () => Kernel.Apply<WindSpeed>(t, td, td, into), () => Plain(a, b, sum), 1.1);
        var speed = FieldExpression.Parse("x = (t**2 + td**2) ** 0.5", ["t", "td"], "x");
        yield return Against("the same as expression", () => speed.Evaluate([t, td], into), () => Plain(a, b, sum), 3);

        byte[] u = Message(131, t), v = Message(132, td);
        foreach (var figure in Whole("wind speed", new TransformDerivation("ws", ["u", "v"], ["--output-variable-list=B11002"]), u, v))
            yield return figure;
        foreach (var figure in Planning())
            yield return figure;
        foreach (var figure in Whole("expr", new ExprDerivation("x", ["u", "v"], "x = (u**2 + v**2) ** 0.5"), u, v))
            yield return figure;
    }

    /// <summary>A pantry of three inputs of 66,667 instants each, and one run of a long forecast whose plan is made anew with each message.</summary>
    private static IEnumerable<Figure> Planning()
    {
        var run = new DateTime(2026, 1, 10, 0, 0, 0, DateTimeKind.Utc);
        AvailableMessage Of(int id, int input, int start, int end, StatisticalProcess process) =>
            new(id, input, new FieldHeader(new Instant(run, TimeSpan.FromHours(end)), TimeSpan.FromHours(start), process, "s"));
        var fields = Enumerable.Range(0, 200_000).Select(id => Of(id, id % 3, id / 3, id / 3, StatisticalProcess.Instant)).ToList();
        var seconds = Measure.Time(
            () =>
            {
                var plan = new DerivationPlan(new CatDerivation("x", ["a", "b", "c"]));
                fields.ForEach(plan.Take);
                _ = plan.Results.Count();
            },
            cpu: true);
        yield return new Figure("plan of 200,000 messages", seconds, "s", 1, true, "cat of three inputs, all at once");

        var amounts = Enumerable.Range(1, 361).Select(step => Of(step, 0, 0, step, StatisticalProcess.Accumulation)).ToList();
        seconds = Measure.Time(
            () =>
            {
                var plan = new DerivationPlan(new DecumulateDerivation("x", "tp", TimeSpan.FromHours(3)));
                amounts.ForEach(amount => plan.Add(amount));
            },
            cpu: true) / amounts.Count;
        yield return new Figure("plan anew with each message", seconds * 1e3, "ms", 1, true, "decumulate, mean over 361 steps of one run");
    }

    private static Figure Formula(string name, double goal, Action once)
    {
        var seconds = Median(once);
        return new Figure(name, seconds * 1e3, "ms", goal, true, $"{Points} points, without decoding and encoding");
    }

    private static Figure Against(string name, Action ours, Action plain, double goal)
    {
        var (one, other, ratio) = Measure.Pair(() => Repeat(ours), () => Repeat(plain), cpu: true);
        return new Figure(name, ratio, "×", goal, true, string.Create(CultureInfo.InvariantCulture, $"{one / Times * 1e6:0.0} µs against {other / Times * 1e6:0.0} µs"));
    }

    /// <summary>A whole instant, and that against its decoding and encoding alone.</summary>
    private static IEnumerable<Figure> Whole(string name, IInputDerivation derivation, params byte[][] messages)
    {
        var plan = new DerivationPlan(derivation);
        for (var id = 0; id < messages.Length; id++)
            plan.Take(new AvailableMessage(id, id, FieldHeaderReader.Read(messages[id])));
        var planned = plan.Results.Single();
        ReadOnlyMemory<byte>[] octets = [.. messages.Select(static message => (ReadOnlyMemory<byte>)message)];
        var (whole, coding, ratio) = Measure.Pair(
            () => Repeat(() => _ = derivation.Derive(planned, octets).IsMade ? 0 : throw new InvalidOperationException(name)),
            () => Repeat(() => Code(messages)),
            cpu: true);
        yield return new Figure($"{name}, octets to octets", whole / Times * 1e3, "ms", 1, true, $"an instant of {Points} points: two fields decoded, one encoded");
        yield return new Figure(
            $"{name}, octets to octets / coding", ratio, "×", 1.5, true, string.Create(CultureInfo.InvariantCulture, $"{whole / Times * 1e3:0.00} ms against {coding / Times * 1e3:0.00} ms for ecCodes alone"));
    }

    /// <summary>What ecCodes has to do in any case: each input decoded, one result encoded.</summary>
    private static void Code(byte[][] messages)
    {
        var values = new double[Points];
        for (var i = messages.Length - 1; i >= 0; i--)
        {
            using var handle = GribHandle.FromTemplate(messages[i]);
            handle.GetDoubles("values", values);
            if (i > 0)
                continue;
            handle.SetDoubles("values", values);
            _ = handle.Message.ToArray();
        }
    }

    private static byte[] Message(int param, FieldValues values)
    {
        using var handle = GribHandle.FromSample("regular_ll_pl_grib1");
        handle.SetLong("Ni", 200);
        handle.SetLong("Nj", Points / 200);
        handle.SetLong("indicatorOfParameter", param);
        handle.SetLong("bitsPerValue", 16);
        handle.SetDoubles("values", values.Span.ToArray().Select(static value => (double)value).ToArray());
        return handle.Message.ToArray();
    }

    private static FieldValues Filled(Func<int, float> of)
    {
        var values = new FieldValues(Points);
        for (var i = 0; i < Points; i++)
            values.Span[i] = of(i);
        return values;
    }

    private static double Median(Action once)
    {
        var rounds = new List<double>();
        for (var round = 0; round < 9; round++)
            rounds.Add(Measure.Time(() => Repeat(once), cpu: true) / Times);
        return Measure.Median(rounds);
    }

    private static void Repeat(Action once)
    {
        for (var i = 0; i < Times; i++)
            once();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain(float[] a, float[] b, float[] into)
    {
        for (var i = 0; i < into.Length; i++)
            into[i] = MathF.Sqrt((a[i] * a[i]) + (b[i] * b[i]));
    }
}
