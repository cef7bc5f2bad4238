using FsCheck;
using FsCheck.Fluent;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.Grib.Values;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Tests.Grib;

public sealed class GribValuesTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(24)]
    public void Simple_packing_decodes_to_the_bits_of_ecCodes(int bits)
    {
        using var encoder = GribEncoder.FromSample("regular_ll_pl_grib2");
        encoder.Set("bitsPerValue", bits);
        Prop.ForAll<int, byte, byte>((seed, scale, spread) =>
        {
            var random = new Random(seed);
            var values = new double[encoder.Handle.GetSize("values")];
            for (var i = 0; i < values.Length; i++)
                values[i] = (random.NextDouble() - 0.3) * Math.Pow(10, (spread % 12) - 6);
            encoder.Set("decimalScaleFactor", (scale % 7) - 3);
            encoder.Set("bitsPerValue", bits);
            encoder.SetValues(values);
            AssertEqual(encoder.Message.ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Constant_field_has_its_value_everywhere()
    {
        using var encoder = GribEncoder.FromSample("regular_ll_sfc_grib2");
        var values = new double[encoder.Handle.GetSize("values")];
        Array.Fill(values, 273.15);
        encoder.SetValues(values);
        AssertEqual(encoder.Message.ToArray());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-999.0)]
    public void Missing_points_get_the_callers_number(double missing)
    {
        foreach (var sample in (string[])["regular_ll_pl_grib1", "regular_ll_pl_grib2"])
        {
            using var encoder = GribEncoder.FromSample(sample);
            var values = new double[encoder.Handle.GetSize("values")];
            for (var i = 0; i < values.Length; i++)
                values[i] = i % 3 == 0 ? 9999 : i % 100;
            encoder.SetValues(values, 9999);
            var message = encoder.Message.ToArray();
            var decoded = Decode(message, missing);
            for (var i = 0; i < values.Length; i++)
            {
                if (i % 3 == 0)
                    decoded[i].ShouldBe(missing);
                else
                    decoded[i].ShouldBe(values[i], 0.01);
            }
        }
    }

    [Fact]
    public void Real_messages_decode_to_the_values_of_ecCodes()
    {
        if (GribCorpus.SharedFolder is null)
            Assert.Skip("There is no ../shared/data/grib beside the repository.");
        foreach (var file in GribCorpus.SharedFiles)
        {
            foreach (var message in GribCorpus.MessagesIn(File.ReadAllBytes(file)).Take(5))
            {
                // ecCodes 2.28 does not know the template of HEALPix grids (3.150).
                using var handle = GribHandle.Wrap(message);
                if (handle.Has("values"))
                    AssertEqual(message);
            }
        }
    }

    [Fact]
    public void Encoder_names_key_and_value_that_it_cannot_set()
    {
        using var encoder = GribEncoder.FromSample("regular_ll_pl_grib2");
        Should.Throw<EcCodesException>(() => encoder.Set("noSuchKey", 5)).Message.ShouldContain("noSuchKey = 5");
        Should.Throw<EcCodesException>(() => encoder.Set("shortName", "nonsense")).Message.ShouldContain("shortName = 'nonsense'");
        Should.Throw<EcCodesException>(() => GribEncoder.FromSample("no_such_sample")).Message.ShouldContain("no_such_sample");
    }

    private static void AssertEqual(byte[] message)
    {
        using var handle = GribHandle.Wrap(message);
        var expected = new double[handle.GetSize("values")];
        handle.SetMissingValue(-1e30);
        handle.GetDoubles("values", expected);
        var decoded = Decode(message, -1e30);
        decoded.AsSpan().SequenceEqual(expected).ShouldBeTrue();
    }

    private static double[] Decode(byte[] message, double missing)
    {
        GribStructure.TryCheck(message, out var sections, out var defect).ShouldBeTrue(defect?.ToString());
        var values = new double[GribValues.Count(message, sections)];
        GribValues.Decode(message, sections, missing, values).ShouldBe(values.Length);
        return values;
    }
}
