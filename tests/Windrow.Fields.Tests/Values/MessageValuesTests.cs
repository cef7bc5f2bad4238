using Windrow.Core.Messages;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Values;

public class MessageValuesTests
{
    [Theory]
    [InlineData("regular_ll_sfc_grib2")]
    [InlineData("regular_ll_sfc_grib1")]
    public void Missing_values_of_an_encoded_message_are_those_of_its_bitmap(string sample)
    {
        var message = Encoded(sample, hasMissing: true);
        MessageValues.TryShape(message, out var points, out var precision, out _).ShouldBeTrue();
        MessageValues.TryRead(message, out var values, out _).ShouldBeTrue();
        using (values)
        {
            (values.Field.Count, values.Field.Precision).ShouldBe((points, precision));
            values.Missing.ShouldBe(MessageValues.DecodedMissing);
            values.Field.Doubles[0].ShouldBe(0, 0.01);
            values.Field.Doubles[1].ShouldBe(MessageValues.DecodedMissing);
            values.Field.Doubles[2].ShouldBe(2, 0.01);
        }
    }

    [Theory]
    [InlineData("regular_ll_sfc_grib2")]
    [InlineData("regular_ll_sfc_grib1")]
    public void An_encoded_message_without_a_bitmap_misses_nothing(string sample)
    {
        MessageValues.TryRead(Encoded(sample, hasMissing: false), out var values, out _).ShouldBeTrue();
        values.Missing.ShouldBeNull();
        values.Dispose();
    }

    [Fact]
    public void Missing_values_need_both_keys()
    {
        MessageValues.MissingOf(Metadata.From(("missingValue", 9999.0))).ShouldBeNull();
        MessageValues.MissingOf(Metadata.From(("bitmapPresent", true))).ShouldBeNull();
        MessageValues.MissingOf(Metadata.From(("bitmapPresent", false), ("missingValue", 9999.0))).ShouldBeNull();
        MessageValues.MissingOf(Metadata.From(("bitmapPresent", true), ("missingValue", 9999.0))).ShouldBe(9999);
        MessageValues.MissingOf(Metadata.From(("bitmapPresent", 1L), ("missingValue", 9999L))).ShouldBe(9999);
    }

    [Fact]
    public void A_damaged_message_is_no_payload_and_its_memory_stays_with_the_caller()
    {
        GribPayload.TryCreate(new byte[200], null, out var payload, out var defect).ShouldBeFalse();
        payload.ShouldBeNull();
        defect.ShouldNotBeNull();
    }

    public static Message Encoded(string sample, bool hasMissing, params (string Key, long Value)[] keys)
    {
        using var encoder = GribEncoder.FromSample(sample);
        foreach (var (key, value) in keys)
            encoder.Set(key, value);
        var values = new double[encoder.Handle.GetSize("values")];
        for (var i = 0; i < values.Length; i++)
            values[i] = i % 100;
        encoder.Set("bitsPerValue", 16);
        if (hasMissing)
        {
            values[1] = 9999;
            encoder.SetValues(values, 9999);
        }
        else
        {
            encoder.SetValues(values);
        }

        GribPayload.TryCreate(encoder.Message.ToArray(), null, out var payload, out _).ShouldBeTrue();
        return new Message(MessageKind.Field, Metadata.Empty, payload!, new Origin("test", sample));
    }
}
