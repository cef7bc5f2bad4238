using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Pantries;

namespace Windrow.Maps.Tests.Pantries;

public sealed class PantryNameTests
{
    private static readonly DateTime Run = new(2021, 1, 10, 6, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(null, "t2m", 12 * 60, "t2m_2021_1_10_6_0_0+12.grib")]
    [InlineData("ifs_g2", "t2m", 0, "ifs_g2_t2m_2021_1_10_6_0_0+0.grib")]
    [InlineData("cosmo", "tp1h", 90, "cosmo_tp1h_2021_1_10_6_0_0+90m.grib")]
    [InlineData("ens", "t2m", 12 * 60, "ens_t2m_2021_1_10_6_0_0+12@50.grib", 50)]
    public void Name_is_the_one_of_arkimaps_and_is_read_again(string? model, string input, int minutes, string expected, int? member = null)
    {
        var name = new PantryName(model, input, new Instant(Run, TimeSpan.FromMinutes(minutes), member));
        name.ToString().ShouldBe(expected);
        PantryName.TryParse(expected, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(name);
    }

    [Theory]
    [InlineData("t2m_2021_1_10_6_0_0+12.grib2")]
    [InlineData("t2m_2021_1_10_6_0_0.grib")]
    [InlineData("t2m_2021_13_10_6_0_0+12.grib")]
    [InlineData("t2m_2021_2_30_6_0_0+12.grib")]
    [InlineData("_2021_1_10_6_0_0+12.grib")]
    [InlineData("2021_1_10_6_0_0+12.grib")]
    [InlineData("t2m_2021_1_10_6_0_0+.grib")]
    [InlineData("t2m_2021_1_10_6_0_0+-3.grib")]
    [InlineData("t2m_2021_1_10_6_0_99+3.grib")]
    [InlineData("t2m_2021_1_10_6_0_0+3@.grib")]
    [InlineData("t2m_2021_1_10_6_0_0+3@0.grib")]
    [InlineData("ifs_t2m-processed")]
    public void File_that_is_none_of_the_pantry_is_told(string file) => PantryName.TryParse(file, out _).ShouldBeFalse();
}
