using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Inputs;

public sealed class FieldHeaderTests
{
    [Theory]
    [InlineData(0, 1, 12, 0, "12:00-12:00 Instant")]
    [InlineData(0, 0, 45, 0, "00:45-00:45 Instant")]
    [InlineData(10, 1, 1, 44, "12.12:00-12.12:00 Instant")]
    [InlineData(4, 1, 3, 6, "03:00-06:00 Accumulation")]
    [InlineData(3, 1, 3, 6, "03:00-06:00 Average")]
    [InlineData(4, 13, 1, 3, "00:15-00:45 Accumulation")]
    [InlineData(2, 1, 0, 6, "00:00-06:00 Other")]
    [InlineData(4, 11, 1, 60, "06:00-15.00:00 Accumulation")]
    public void Grib1_times_are_read_in_every_unit(int indicator, int unit, int p1, int p2, string expected)
    {
        var octets = TestGrib.Make(
            1, [1, 2], ("centre", 80), ("table2Version", 2), ("indicatorOfParameter", 61), ("dataDate", 20260110), ("dataTime", 630), ("timeRangeIndicator", indicator));
        // Octets 18 to 21 of section 1: ecCodes would not write all of these.
        (octets[8 + 17], octets[8 + 18], octets[8 + 19], octets[8 + 20]) = ((byte)unit, (byte)p1, (byte)p2, (byte)indicator);
        var header = FieldHeaderReader.Read(octets);
        header.Instant.ReferenceTime.ShouldBe(new DateTime(2026, 1, 10, 6, 30, 0, DateTimeKind.Utc));
        Text(header).ShouldBe(expected);
    }

    [Fact]
    public void Unit_without_a_fixed_length_is_refused()
    {
        var octets = TestGrib.Precipitation(0, 3, [1]);
        octets[8 + 17] = 3;
        Should.Throw<DerivationException>(() => FieldHeaderReader.Read(octets)).Message.ShouldBe("the unit of time 3 has no fixed length");
    }

    [Fact]
    public void Grib2_period_in_minutes_is_read()
    {
        var octets = TestGrib.Make(
            2, [1, 2], ("productDefinitionTemplateNumber", 8), ("dataDate", 20260110), ("dataTime", 0), ("indicatorOfUnitOfTimeRange", 0), ("forecastTime", 75),
            ("typeOfStatisticalProcessing", 1), ("indicatorOfUnitForTimeRange", 0), ("lengthOfTimeRange", 15));
        Text(FieldHeaderReader.Read(octets)).ShouldBe("01:15-01:30 Accumulation");
    }

    [Fact]
    public void Statistic_of_statistics_ends_where_it_says()
    {
        var octets = TestGrib.Make(
            2, [1, 2], ("productDefinitionTemplateNumber", 8), ("dataDate", 20260110), ("dataTime", 0), ("numberOfTimeRange", 2), ("forecastTime", 6),
            ("yearOfEndOfOverallTimeInterval", 2026), ("monthOfEndOfOverallTimeInterval", 1), ("dayOfEndOfOverallTimeInterval", 11),
            ("hourOfEndOfOverallTimeInterval", 6), ("minuteOfEndOfOverallTimeInterval", 0), ("secondOfEndOfOverallTimeInterval", 0));
        Text(FieldHeaderReader.Read(octets)).ShouldBe("06:00-1.06:00 Other");
    }

    [Fact]
    public void Time_that_does_not_exist_is_told()
    {
        var octets = TestGrib.Precipitation(0, 3, [1]);
        octets[8 + 13] = 13;
        Should.Throw<DerivationException>(() => FieldHeaderReader.Read(octets)).Message.ShouldBe("the reference time 2026-13-10 00:00:00 does not exist");
    }

    [Fact]
    public void Series_tells_apart_all_but_time()
    {
        static string Series(params byte[] octets) => FieldHeaderReader.Read(octets).Series;
        Series(TestGrib.Precipitation(0, 3, [1])).ShouldBe(Series(TestGrib.Precipitation(3, 6, [2], ("dataDate", 20260111))));
        Series(TestGrib.Precipitation(0, 3, [1])).ShouldNotBe(Series(TestGrib.Precipitation(0, 3, [1, 2])));
        Series(TestGrib.Precipitation(0, 3, [1])).ShouldNotBe(Series(TestGrib.Precipitation(0, 3, [1], ("indicatorOfParameter", 62))));
        Series(TestGrib.Precipitation(0, 3, [1])).ShouldNotBe(Series(TestGrib.Precipitation(0, 3, [1], ("level", 7))));
        FieldHeaderReader.Read(Member(2)).Instant.Member.ShouldBe(2);
        FieldHeaderReader.Read(TestGrib.Precipitation(0, 3, [1])).Instant.Member.ShouldBeNull();
    }

    [Theory]
    [InlineData("regular_ll_sfc_grib2")]
    [InlineData("regular_ll_sfc_grib1")]
    public void Instant_is_the_reference_time_and_the_step(string sample)
    {
        using var handle = GribHandle.FromSample(sample);
        handle.SetLong("dataDate", 20260729);
        handle.SetLong("dataTime", 600);
        handle.SetLong("endStep", 36);
        FieldHeaderReader.Read(handle).Instant.ShouldBe(new Instant(new DateTime(2026, 7, 29, 6, 0, 0, DateTimeKind.Utc), TimeSpan.FromHours(36)));
    }

    [Fact]
    public void Step_of_minutes_is_read_from_the_octets()
    {
        using var handle = GribHandle.FromSample("regular_ll_sfc_grib2");
        handle.SetLong("dataDate", 20260729);
        handle.SetLong("indicatorOfUnitOfTimeRange", 0);
        handle.SetLong("forecastTime", 90);
        FieldHeaderReader.Read(handle).Instant.Step.ShouldBe(TimeSpan.FromMinutes(90));
    }

    [Fact]
    public void Interval_of_minutes_has_the_step_of_its_end()
    {
        using var handle = GribHandle.FromSample("regular_ll_sfc_grib2");
        handle.SetLong("dataDate", 20260729);
        handle.SetLong("productDefinitionTemplateNumber", 8);
        handle.SetLong("indicatorOfUnitOfTimeRange", 0);
        handle.SetLong("forecastTime", 15);
        handle.SetLong("indicatorOfUnitForTimeRange", 0);
        handle.SetLong("lengthOfTimeRange", 15);
        foreach (var (key, value) in new (string, long)[] { ("year", 2026), ("month", 7), ("day", 29), ("hour", 12), ("minute", 30), ("second", 0) })
            handle.SetLong($"{key}OfEndOfOverallTimeInterval", value);
        handle.SetLong("dataTime", 1200);
        FieldHeaderReader.Read(handle).Instant.Step.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void Header_of_a_message_under_way_is_that_of_its_octets()
    {
        foreach (var octets in new[] { TestGrib.Precipitation(0, 3, [1, 2]), TestGrib.Ifs(167, 12, [1, 2]), Member(7) })
        {
            using var handle = GribHandle.Wrap(octets);
            FieldHeaderReader.Read(new Windrow.Maps.Tests.Definitions.HandleTail(handle)).ShouldBe(FieldHeaderReader.Read(octets));
        }
    }

    private static byte[] Member(int number) => TestGrib.Make(2, [1], ("productDefinitionTemplateNumber", 1), ("perturbationNumber", number));

    private static string Text(FieldHeader header)
    {
        static string Of(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\.hh\:mm" : @"hh\:mm", System.Globalization.CultureInfo.InvariantCulture);
        return $"{Of(header.Start)}-{Of(header.End)} {header.Process}";
    }
}
