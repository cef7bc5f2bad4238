using FsCheck;
using FsCheck.Fluent;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;

namespace Windrow.Core.Tests.Patterns;

public class FilePatternTests
{
    private static readonly Metadata Sample = Metadata.From(
        ("model", "ifs"), ("start_time", new DateTime(2021, 1, 10, 6, 30, 0, DateTimeKind.Utc)), ("step", 12L), ("value", 2.5), ("name", "Sea Surface-temp"));

    [Theory]
    [InlineData("{model}_{start_time:%Y%m%d%H}_{step:03d}.grib", "ifs_2021011006_012.grib")]
    [InlineData("{{{model}}}", "{ifs}")]
    [InlineData("{model:>6s}|{model:_<6}|{model:^7}|", "   ifs|ifs___|  ifs  |")]
    [InlineData("{step:+d} {step:x} {step:#06x} {step:b} {step:8.2f} {value:e}", "+12 c 0x000c 1100    12.00 2.500000e+00")]
    [InlineData("{name!u}|{name!R}|{name!h}|{name!H}|{name!c}", "SEA SURFACE-TEMP|SeaSurfacetemp|seasurfacetemp|SEASURFACETEMP|Sea surface-temp")]
    [InlineData("{start_time:%j %b %y %p}", "010 Jan 21 AM")]
    public void Compose_follows_python_format(string pattern, string expected) =>
        FilePattern.Parse(pattern).Compose(Sample).ShouldBe(expected);

    [Fact]
    public void Compose_without_a_value_fails_and_in_part_keeps_the_field()
    {
        Should.Throw<PatternException>(() => FilePattern.Parse("{model}_{orbit:05d}").Compose(Sample)).Message.ShouldContain("orbit");
        FilePattern.Parse("{model}_{orbit:05d}").Compose(Sample, allowPartial: true).ShouldBe("ifs_{orbit:05d}");
    }

    [Fact]
    public void Parse_gives_typed_values()
    {
        FilePattern.Parse("{model}_{start_time:%Y%m%d%H}_{step:03d}.grib").TryParse("ifs_2021011006_012.grib", out var values).ShouldBeTrue();
        values.ShouldBe(Metadata.From(("model", "ifs"), ("start_time", new DateTime(2021, 1, 10, 6, 0, 0, DateTimeKind.Utc)), ("step", 12L)));
    }

    [Theory]
    [InlineData("{a}_{b}", "abc_def_ghi", "abc", "def_ghi")]
    [InlineData("{a}{b}", "xyz", "", "xyz")]
    [InlineData("{a:2s}{b}", "xyz", "xy", "z")]
    [InlineData("{a}/{b}.nc", "x/y/z.nc", "x", "y/z")]
    public void Parse_takes_the_shortest_text_first(string pattern, string name, string a, string b)
    {
        FilePattern.Parse(pattern).TryParse(name, out var values).ShouldBeTrue();
        values.ShouldBe(Metadata.From(("a", a), ("b", b)));
    }

    [Theory]
    [InlineData("{a:d}", "12x")]
    [InlineData("{a:%Y%m%d}", "20211301")]
    [InlineData("{a:03d}", "12")]
    [InlineData("{a}_{a}", "x_y")]
    public void Parse_refuses_what_has_another_form(string pattern, string name) =>
        FilePattern.Parse(pattern).TryParse(name, out _).ShouldBeFalse();

    [Fact]
    public void Parse_of_a_repeated_field_needs_equal_texts()
    {
        FilePattern.Parse("{a}/{b}_{a}.nc").TryParse("x/1_x.nc", out var values).ShouldBeTrue();
        values.ShouldBe(Metadata.From(("a", "x"), ("b", "1")));
        Should.Throw<PatternException>(() => FilePattern.Parse("{a:2s}_{a}").TryParse("xx_xx", out _)).Message.ShouldContain("different formats");
    }

    [Theory]
    [InlineData("{a", "not closed")]
    [InlineData("a}", "stands alone")]
    [InlineData("{}", "needs a name")]
    [InlineData("{a!q}", "conversion")]
    [InlineData("{a:%Q}", "directive")]
    [InlineData("{a:5.x}", "precision")]
    [InlineData("{a:999999d}", "width")]
    public void Pattern_that_is_wrong_says_where_and_why(string pattern, string expected) =>
        Should.Throw<PatternException>(() => FilePattern.Parse(pattern)).Message.ShouldContain(expected);

    [Theory]
    [InlineData("{a}_{t:%Y%m%d}_{n:05d}_{b:d}.nc", "*_????????_?????_*.nc")]
    [InlineData("{model}_{b}", "ifs_*")]
    public void Globify_knows_the_widths(string pattern, string glob) => FilePattern.Parse(pattern).Globify(Sample).ShouldBe(glob);

    [Fact]
    public void Ambiguous_pattern_on_a_long_name_ends_quickly()
    {
        var pattern = FilePattern.Parse(string.Concat(Enumerable.Range(0, 30).Select(i => $"{{a{i}}}a")) + "b");
        pattern.TryParse(new string('a', 2_000), out _).ShouldBeFalse();
    }

    [Fact]
    public void Compose_and_parse_are_inverse()
    {
        var pattern = FilePattern.Parse("{model:4s}_{time:%Y%m%dT%H%M%S}_{step:05d}_{kind}.grib");
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(),
            ArbMap.Default.ArbFor<NonNegativeInt>(),
            (seconds, step) =>
            {
                var values = Metadata.From(
                    ("model", "cosm"), ("time", new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds.Get * 7919L)), ("step", step.Get % 100_000L), ("kind", "x_y"));
                return pattern.TryParse(pattern.Compose(values), out var parsed) && parsed.Equals(values);
            }).QuickCheckThrowOnFailure();
    }
}
