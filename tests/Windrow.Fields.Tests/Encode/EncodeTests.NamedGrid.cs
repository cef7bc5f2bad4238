using Windrow.Core.Messages;
using Windrow.Fields.Grids;
using Windrow.Fields.Tests.Grib;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Tests.Encode;

public sealed partial class EncodeTests
{
    [Theory]
    [InlineData("O24", 2, "reduced_gg 24 1")]
    [InlineData("N32", 2, "reduced_gg 32 0")]
    [InlineData("F16", 2, "regular_gg 16")]
    [InlineData("L36x19", 2, "regular_ll 36 19 10 10 90 -90 0 350")]
    [InlineData("O24", 1, "reduced_gg 24 1")]
    [InlineData("F16", 1, "regular_gg 16")]
    [InlineData("L36x19", 1, "regular_ll 36 19 10 10 90 -90 0 350")]
    public async Task A_named_grid_takes_the_place_of_that_of_template_sample_header_or_metadata(string name, int edition, string expected)
    {
        GridNames.TryFind(name, null, out var grid, out _).ShouldBeTrue();
        var values = Values(grid!.Points);
        var folder = Directory.CreateTempSubdirectory("windrow-named-grid-").FullName;
        try
        {
            var template = Packed(GribCorpus.Make($"reduced_gg_pl_48_grib{edition}", ("dataDate", 20261120), ("step", 6)), "grid_simple", 20);
            await File.WriteAllBytesAsync(Path.Combine(folder, "t.grib"), template, TestContext.Current.CancellationToken);
            var own = Metadata.From(("date", 20261120L), ("time", 0L), ("step", 6L), ("paramId", 130L), ("levtype", "pl"), ("typeOfLevel", "isobaricInhPa"), ("level", 500L), ("edition", (long)edition));
            var fromHeader = Decoded(template, values: values);
            foreach (var (yaml, message, bits) in ((string, Message, long)[])
                [
                    ("template: t.grib, ", Field(own, values), 20), ($"sample: regular_ll_pl_grib{edition}, ", Field(own, values), 16), ("", fromHeader, 20), ("", Field(own, values), 16),
                ])
            {
                var product = await One($"{{{yaml}atlas-named-grid: {name}}}", folder, message);
                Keys(product, grid.Description.TryGetString("gridType", out var type) && type == "regular_ll"
                    ? "gridType,Ni,Nj,iDirectionIncrementInDegrees,jDirectionIncrementInDegrees,latitudeOfFirstGridPointInDegrees,latitudeOfLastGridPointInDegrees,longitudeOfFirstGridPointInDegrees,longitudeOfLastGridPointInDegrees"
                    : type == "reduced_gg" ? "gridType,N,isOctahedral" : "gridType,N").ShouldBe(expected, yaml);
                Keys(product, "edition,dataDate,stepRange,bitsPerValue,numberOfDataPoints").ShouldBe($"{edition} 20261120 6 {bits} {grid.Points}", yaml);
                Compare(values, product, (int)bits);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Fields_of_several_octahedral_grids_go_through_one_action()
    {
        var own = Generated.Change().Remove("Ni").Remove("Nj").Remove("north").Remove("south").Remove("west").Remove("east").Remove("west_east_increment").Remove("south_north_increment").Set("gridType", "reduced_gg").Build();
        var run = await Run("{}", Field(own.With("N", 16L), Values(1600)), Field(own.With("N", 20L), Values(2320)), Field(own.With("gridName", "N32"), Values(6114)), Field(own.With("N", 32L), Values(6114)));
        run.Dead.ShouldBeEmpty();
        run.Products.Select(static product => Keys(product, "N,isOctahedral,numberOfDataPoints")).ShouldBe(["16 1 1600", "20 1 2320", "32 0 6114", "32 0 6114"]);
    }

    [Fact]
    public async Task Healpix_needs_an_ecCodes_that_knows_it()
    {
        var run = await Run("{}", Field(Metadata.From(("gridType", "HEALPix"), ("Nside", 8L), ("orderingConvention", "nested"), ("date", 20261120L), ("time", 0L), ("step", 6L), ("paramId", 167L)), Values(768)));
        if (EcCodesLibrary.Version >= 23000)
            Keys(run.Products.ShouldHaveSingleItem(), "gridDefinitionTemplateNumber,Nside").ShouldBe("150 8");
        else
            Failure(run).ShouldContain("does not know HEALPix grids (GRIB2 template 3.150)");
    }
}
