using FsCheck;
using FsCheck.Fluent;
using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class QuantityTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15min", 900)]
    [InlineData("1h30min5s", 5405)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5h", 5400)]
    [InlineData("-1h", -3600)]
    [InlineData("0s", 0)]
    [InlineData("PT1H30M", 5400)]
    [InlineData("P1D", 86400)]
    [InlineData("P1W", 604800)]
    [InlineData("P1DT0.5S", 86400.5)]
    public void Duration_is_read(string text, double seconds)
    {
        DurationText.TryParse(text, out var value).ShouldBeTrue();
        value.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("", "a number is missing")]
    [InlineData("90", "the unit is missing")]
    [InlineData("h", "a number has to stand before each unit")]
    [InlineData("1m1h", "units have to fall, each at most once")]
    [InlineData("1h1h", "units have to fall, each at most once")]
    [InlineData("1.2.3s", "its number is not well formed")]
    [InlineData("5 min", "' min' is no unit of time (d, h, m, s, ms, us)")]
    [InlineData("P1M", "years and months have no fixed length")]
    [InlineData("P", "'P' alone is no duration")]
    [InlineData("PT", "a number is missing")]
    [InlineData("0.00000001s", "it is finer than 100 ns")]
    [InlineData("99999999999d", "it is too long")]
    [InlineData("99999999999999999999999999999999d", "its number is not well formed")]
    public void What_is_no_duration_is_refused(string text, string reason)
    {
        DurationText.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(reason);
    }

    [Fact]
    public void Duration_survives_printing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ticks =>
        {
            var value = new TimeSpan(ticks == long.MinValue ? 0 : ticks);
            return DurationText.TryParse(DurationText.Format(value), out var read) && read == value;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(5400, "1h30m")]
    [InlineData(86400, "1d")]
    [InlineData(0.25, "250ms")]
    [InlineData(-60, "-1m")]
    public void Duration_is_printed_canonically(double seconds, string text) =>
        DurationText.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("512B", 512)]
    [InlineData("64KiB", 65536)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("2kb", 2000)]
    public void Byte_size_is_read(string text, long bytes)
    {
        ByteSizeText.TryParse(text, out var value).ShouldBeTrue();
        value.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("3M")]
    [InlineData("0.3B")]
    [InlineData("9999999PiB")]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("5 bits")]
    public void What_is_no_byte_size_is_refused(string text) => ByteSizeText.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Byte_size_survives_printing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), bytes =>
        {
            var value = bytes & long.MaxValue;
            return ByteSizeText.TryParse(ByteSizeText.Format(value), out var read) && read == value;
        }).QuickCheckThrowOnFailure();
}
