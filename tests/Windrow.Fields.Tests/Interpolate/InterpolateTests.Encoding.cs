using Windrow.Core.Messages;
using Windrow.Fields.Tests.Encode;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Interpolate;

public sealed partial class InterpolateTests
{
    [Theory]
    [InlineData(2, "1/1", "regular_ll", "Ni,Nj,latitudeOfFirstGridPointInDegrees,longitudeOfLastGridPointInDegrees,jScansPositively", "360 181 90 359 0")]
    [InlineData(1, "1/1", "regular_ll", "Ni,Nj,latitudeOfFirstGridPointInDegrees,longitudeOfLastGridPointInDegrees", "360 181 90 359")]
    [InlineData(2, "O16", "reduced_gg", "N,Nj,isOctahedral,gridName", "16 32 1 O16")]
    [InlineData(2, "N32", "reduced_gg", "N,Nj,isOctahedral,gridName", "32 64 0 N32")]
    [InlineData(1, "O16", "reduced_gg", "N,Nj,isOctahedral", "16 32 1")]
    [InlineData(2, "F16", "regular_gg", "N,Ni,Nj,gridName", "16 64 32 F16")]
    public async Task An_interpolated_field_is_encoded_on_its_new_grid(int edition, string grid, string type, string keys, string expected)
    {
        var source = FieldOnGrid.Named("O32");
        var message = FieldOnGrid.Grib(source, FieldOnGrid.Values(source, FieldOnGrid.Lopsided), edition);
        var fromGrib = await FieldOnGrid.One($"{{grid: {grid}, {NoFile}}}", FieldOnGrid.Encoded(message));
        var fromModel = await FieldOnGrid.One($"{{grid: {grid}, {NoFile}}}", FieldOnGrid.Message("O32", FieldOnGrid.Values(source, FieldOnGrid.Lopsided), ("date", 20261120L), ("time", 0L), ("step", 6L), ("edition", (long)edition)));
        foreach (var field in (Message[])[fromGrib, fromModel])
        {
            var values = FieldFlow.Values(field);
            var product = await EncodeTests.One("{}", field);
            EncodeTests.Keys(product, $"edition,gridType,dataDate,stepRange,{keys}").ShouldBe($"{edition} {type} 20261120 6 {expected}");
            MessageValues.TryRead(product, out var decoded, out _).ShouldBeTrue();
            using (decoded)
                decoded.Field.Doubles.ToArray().Zip(values, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(2e-3);
            product.Metadata.TryGetString("gridType", out var told).ShouldBeTrue();
            told.ShouldBe(type);
        }
    }

    [Fact]
    public async Task A_grid_that_ecCodes_cannot_tell_leaves_what_the_header_said_as_metadata()
    {
        var source = FieldOnGrid.Named("O32");
        var product = await FieldOnGrid.One($"{{grid: H8_nested, {NoFile}}}", FieldOnGrid.Encoded(FieldOnGrid.Grib(source, FieldOnGrid.Values(source, FieldOnGrid.Lopsided))));
        foreach (var (key, value) in ((string, MetadataValue)[])[("gridType", "HEALPix"), ("Nside", 8L), ("orderingConvention", "nested"), ("shortName", "t"), ("mars.param", 130L), ("dataDate", 20261120L), ("dataTime", 1200L), ("endStep", 6L), ("paramId", 130L)])
        {
            product.Metadata.TryGet(key, out var told).ShouldBeTrue(key);
            told.ToString().ShouldBe(value.ToString());
        }
    }

    [Theory]
    [InlineData("[60, -180, -60, 180]", "24 9 60 -60 180 165")]
    [InlineData("[60, -30, 30, 45]", "6 3 60 30 330 45")]
    [InlineData("[90, 0, -90, 360]", "24 13 90 -90 0 345")]
    [InlineData("[62, 170, 10, 200]", "2 4 60 15 180 195")]
    public async Task An_area_is_encoded_with_its_own_corners(string area, string expected)
    {
        var source = FieldOnGrid.Named("O32");
        foreach (var edition in (int[])[1, 2])
        {
            var field = await FieldOnGrid.One($"{{grid: [15, 15], area: {area}, {NoFile}}}", FieldOnGrid.Encoded(FieldOnGrid.Grib(source, FieldOnGrid.Values(source, FieldOnGrid.Lopsided), edition)));
            var product = await EncodeTests.One("{}", field);
            EncodeTests.Keys(product, "Ni,Nj,latitudeOfFirstGridPointInDegrees,latitudeOfLastGridPointInDegrees,longitudeOfFirstGridPointInDegrees,longitudeOfLastGridPointInDegrees").ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Missing_values_of_a_message_go_through_to_the_encoded_product()
    {
        var source = FieldOnGrid.Named("O32");
        var values = FieldOnGrid.Values(source, static (latitude, longitude) => latitude < -20 ? -1 : FieldOnGrid.Lopsided(latitude, longitude));
        var field = await FieldOnGrid.One($"{{grid: 5/5, interpolation: grid-box-average, {NoFile}}}", FieldOnGrid.Encoded(FieldOnGrid.Grib(source, values, missing: -1)));
        FieldFlow.Values(field).Count(double.IsNaN).ShouldBe(15 * 72); // rows at -20, of whose cells 59 % is missing, to -90
        var product = await EncodeTests.One("{}", field);
        EncodeTests.Keys(product, "bitmapPresent,numberOfMissing,gridType").ShouldBe($"1 {15 * 72} regular_ll");
    }
}
