using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Fields.Encode;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Tests.Encode;

/// <content>Fields of ocean models, on grids without a structure.</content>
public sealed partial class EncodeTests
{
    private static readonly Metadata Ocean = Metadata.From(
        ("category", "ocean-2d"), ("name", "sst"), ("domain", "T grid"), ("paramId", 262101L), ("typeOfLevel", "oceanSurface"), ("type", "fc"),
        ("startDate", 20260101L), ("startTime", 0L), ("step", 3L), ("gridType", "unstructured_grid"));

    [Fact]
    public async Task Field_of_points_without_a_structure_is_encoded_as_that()
    {
        var product = await One("{}", Field(Ocean, 137));

        Keys(product, "edition,gridType,numberOfDataPoints,numberOfValues,paramId,shapeOfTheEarth,dataDate,stepRange,typeOfGeneratingProcess").ShouldBe("2 unstructured_grid 137 137 262101 6 20260101 3 2");
        Compare(Values(137), product, 16);
    }

    [Theory]
    [InlineData("eORCA1", "T grid", 5, 1, "ba65665a9e68d1a8fa0352ecfcf8e496")]
    [InlineData("ORCA2", "U grid", 1, 2, "857f7affa3a381e3882d38d321384e49")]
    [InlineData("ORCA1", "F", 2, 5, "a832a12030c73928133553ec3a8d2a7e")]
    public async Task Grids_of_NEMO_have_their_numbers_and_identifier(string grid, string domain, int number, int arrangement, string uuid)
    {
        OrcaGrid.TryFind(grid, domain, out var orca).ShouldBeTrue();
        var points = orca!.Ni * orca.Nj;

        var product = await One($"unstructured-grid-type: {grid}", Field(Ocean.With("domain", domain), points));

        Keys(product, "numberOfGridUsed,numberOfGridInReference,uuidOfHGrid,unstructuredGridType,unstructuredGridSubtype,numberOfDataPoints")
            .ShouldBe($"{number} {arrangement} {uuid} {grid} {domain[0]} {points}");
    }

    [Fact]
    public async Task A_field_that_does_not_fit_the_named_grid_says_both_sizes()
    {
        Failure(await Run("unstructured-grid-type: eORCA1", "/", [Field(Ocean, 100)])).ShouldContain("100 values, and the grid eORCA1_T 362 × 332 = 120184");
        Failure(await Run("unstructured-grid-type: eORCA1", "/", [Field(Ocean.With("domain", "ice"), 100)])).ShouldContain("arrangement 'ice'");
    }

    [Fact]
    public async Task The_operation_is_part_of_an_ocean_parameter()
    {
        Keys(await One("{}", Field(Ocean.With("operation", "instant"), 50)), "paramId").ShouldBe("262101");
        Keys(await One("{}", Field(With(Ocean, Day), 50)), "paramId,stepRange").ShouldBe("263101 18-42");

        // ecCodes 2.28 has no extremes of the sea surface temperature; the number is the right one all the same.
        Failure(await Run("{}", "/", [Field(With(Ocean, Day).With("operation", "maximum"), 50)])).ShouldContain("265101");
        Failure(await Run("{}", "/", [Field(With(Ocean, Day).With("operation", "minimum"), 50)])).ShouldContain("266101");
    }

    [Fact]
    public async Task Model_layers_lie_between_their_edges()
    {
        var metadata = Ocean.Change().Set("typeOfLevel", "oceanModelLayer").Set("level", 12L).Set("paramId", 262501L).Set("category", "ocean-3d").Build();

        var product = await One("{}", Field(metadata, 50));

        Keys(product, "typeOfLevel,topLevel,bottomLevel").ShouldBe("oceanModelLayer 11 12");
    }

    [Fact]
    public void An_unknown_ocean_grid_is_told_before_anything_runs()
    {
        var diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read("type: encode\nunstructured-grid-type: eOrca1\n"u8.ToArray(), "flow.yaml", diagnostics, ConfigDialect.Native, null);
        EncodeOptions.Set.Bind((MappingNode)root!, diagnostics, new BindSettings { AlsoKnown = ["type"] });

        diagnostics.Sorted.ShouldHaveSingleItem().ToString().ShouldContain("eORCA1");
    }
}
