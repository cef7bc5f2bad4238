using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Encode;
using Windrow.Fields.Tests.Grib;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Encode;

/// <content>What becomes of the values: missing ones, and packing.</content>
public sealed partial class EncodeTests
{
    [Theory]
    [InlineData("missing: -999", -999.0)]
    [InlineData("missing: .nan", double.NaN)]
    public async Task Missing_values_become_a_bitmap(string name, double missing)
    {
        var values = Values(684);
        for (var i = 0; i < values.Length; i += 3)
            values[i] = missing;
        var metadata = Generated.Change().Set("bitmapPresent", true).Set("missingValue", missing).Build();
        var product = await One("{}", Field(metadata, values));
        Keys(product, "bitmapPresent,numberOfMissing").ShouldBe("1 228", name);
        Compare(values, product, 16, missing);
        var singles = new Message(MessageKind.Field, metadata, FieldPayload.Copy([.. values.Select(static value => (float)value)]), new Origin("t", "singles"));
        Compare(values, await One("{}", singles), 16, missing);
        Array.Fill(values, missing);
        Keys(await One("{}", Field(metadata, values)), "numberOfMissing").ShouldBe("684");
    }

    [Fact]
    public async Task Values_that_are_no_numbers_are_refused()
    {
        foreach (var value in (double[])[double.NaN, double.PositiveInfinity])
        {
            var values = Values(684);
            values[683] = value;
            Failure(await Run("{}", Field(Generated, values))).ShouldContain("not a number");
        }
    }

    [Fact]
    public async Task Constant_field_costs_the_next_one_no_precision()
    {
        var constant = new double[684];
        Array.Fill(constant, 5.0);
        var products = (await Run("bits-per-value: 24", Field(Generated, constant), Field(Generated))).Products;
        Keys(products[0], "bitsPerValue").ShouldBe("0");
        Compare(constant, products[0], 24);
        Compare(Values(684), products[1], 24);
    }

    [Fact]
    public async Task Packing_is_that_of_the_input_or_the_one_asked_for()
    {
        var input = Packed(GribCorpus.Make("regular_ll_pl_grib2"), "grid_ccsds", 14);
        Keys(await One("{}", Decoded(input)), "packingType,bitsPerValue").ShouldBe("grid_ccsds 14");
        foreach (var message in (Message[])[Decoded(input), Encoded(input)])
            Keys(await One("{packing-type: grid_simple, bits-per-value: 20}", message), "packingType,bitsPerValue").ShouldBe("grid_simple 20");
    }

    [Fact]
    public async Task Packing_that_is_not_known_is_a_warning_and_what_ecCodes_refuses_a_dead_letter()
    {
        var options = FieldFlow.Bind(EncodeOptions.Set, "packing-type: grid_cdsds", out var diagnostics);
        diagnostics.ErrorCount.ShouldBe(0);
        diagnostics.ToString().ShouldContain("WR2005: 'grid_cdsds' is not among ecCodes' packing types; did you mean 'grid_ccsds'?");
        Failure(await FieldFlow.Run(new EncodeAction(options, Context("/")), [Decoded(GribCorpus.Make("regular_ll_pl_grib2"))])).ShouldContain("grid_cdsds");
    }
}
