using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Inputs;

/// <summary>Makes GRIB messages through ecCodes, 24 bits per value. NaN in the values is a missing value.</summary>
internal static class TestGrib
{
    private const double Missing = 1e30;

    public static byte[] Make(int edition, double[] values, params (string Key, object Value)[] keys)
    {
        using var handle = GribHandle.FromSample($"regular_ll_sfc_grib{edition}");
        handle.SetLong("Ni", values.Length);
        handle.SetLong("Nj", 1);
        foreach (var (key, value) in keys)
        {
            if (value is string text)
                handle.SetString(key, text);
            else
                handle.SetLong(key, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
        }

        handle.SetLong("bitmapPresent", values.Any(double.IsNaN) ? 1 : 0);
        handle.SetDouble("missingValue", Missing);
        handle.SetLong("bitsPerValue", 24);
        handle.SetDoubles("values", values.Select(static value => double.IsNaN(value) ? Missing : value).ToArray());
        return handle.Message.ToArray();
    }

    /// <summary>A field of ECMWF's table 128 at a step in hours, coded as of an instant.</summary>
    public static byte[] Ifs(int param, int step, double[] values, params (string Key, object Value)[] keys) => Make(
        1, values, [("centre", 98), ("table2Version", 128), ("indicatorOfParameter", param), ("dataDate", 20260110), ("dataTime", 0), ("P1", step), ("timeRangeIndicator", 0), .. keys]);

    /// <summary>Total precipitation accumulated over a period in hours, in WMO's table 2 with COSMO's centre.</summary>
    public static byte[] Precipitation(int start, int end, double[] values, params (string Key, object Value)[] keys) => Make(
        1, values, [("centre", 80), ("table2Version", 2), ("indicatorOfParameter", 61), ("dataDate", 20260110), ("dataTime", 0), ("P1", start), ("P2", end), ("timeRangeIndicator", 4), .. keys]);

    public static float[] Values(ReadOnlyMemory<byte> message)
    {
        using var field = DecodedField.Open(message, "x");
        return field.Values.Span.ToArray();
    }

    public static string Key(ReadOnlyMemory<byte> message, string key)
    {
        using var handle = GribHandle.FromTemplate(message.Span);
        return handle.GetString(key);
    }

    /// <summary>Plans and derives everything of messages, as the pantry would: by instant.</summary>
    public static SortedDictionary<Instant, DerivationResult> DeriveAll(IInputDerivation derivation, params (int Input, byte[] Octets)[] messages)
    {
        var plan = new DerivationPlan(derivation);
        for (var id = 0; id < messages.Length; id++)
            plan.Take(new AvailableMessage(id, messages[id].Input, FieldHeaderReader.Read(messages[id].Octets)));
        var results = new SortedDictionary<Instant, DerivationResult>();
        foreach (var planned in plan.Results)
            results.Add(planned.Instant, derivation.Derive(planned, [.. planned.Messages.Select(message => (ReadOnlyMemory<byte>)messages[message.Id].Octets)]));
        return results;
    }

    /// <summary>The one result that there has to be.</summary>
    public static ReadOnlyMemory<byte> DeriveOne(IInputDerivation derivation, params byte[][] messages)
    {
        var result = DeriveAll(derivation, [.. messages.Select(static (octets, input) => (input, octets))]).Values.ShouldHaveSingleItem();
        result.Reason.ShouldBeNull();
        return result.Octets;
    }

    public static string ReasonOf(IInputDerivation derivation, params byte[][] messages) =>
        DeriveAll(derivation, [.. messages.Select(static (octets, input) => (input, octets))]).Values.ShouldHaveSingleItem().Reason.ShouldNotBeNull();

    public static void ShouldBeClose(IReadOnlyList<float> actual, IReadOnlyList<double> expected, double relative, double absolute = 0)
    {
        actual.Count.ShouldBe(expected.Count);
        for (var i = 0; i < actual.Count; i++)
        {
            if (double.IsNaN(expected[i]))
                float.IsNaN(actual[i]).ShouldBeTrue($"point {i} is {actual[i]} and has to be missing");
            else
                Math.Abs(actual[i] - expected[i]).ShouldBeLessThanOrEqualTo((relative * Math.Abs(expected[i])) + absolute, $"point {i} is {actual[i]} and has to be {expected[i]}");
        }
    }
}
