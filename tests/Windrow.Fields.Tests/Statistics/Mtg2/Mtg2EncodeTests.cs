using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Fields.Encode;
using Windrow.Fields.Tests.Cubes;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;
using static Windrow.Fields.Tests.Statistics.Mtg2.MarsFields;

namespace Windrow.Fields.Tests.Statistics.Mtg2;

/// <summary>Products as GRIB messages, as ecCodes' own tool reads them.</summary>
public sealed class Mtg2EncodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("windrow-mtg2-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(167L, 228004L, "228004 0 0-24 avg 24")]
    [InlineData(164L, 228006L, "228006 0 0-24 avg 24")]
    [InlineData(162150L, 235001L, "235001 0 0-24 avg 24")]
    public async Task Encode_makes_the_message_that_grib_get_reads(long param, long product, string expected)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/grib_get"), "there is no grib_get (Debian: apt-get install libeccodes-tools)");
        var samples = new[] { 6L, 12L, 18L, 24L }.Select((step, index) => Field(step, [.. Enumerable.Range(0, 496).Select(point => 250.0 + point + step)], index, more: [
            ("param", param), ("levtype", "sfc"), ("gridType", "regular_ll"), ("Ni", 16L), ("Nj", 31L), ("north", 60.0), ("south", 0.0), ("west", 0.0), ("east", 30.0), ("west_east_increment", 2.0), ("south_north_increment", 2.0)]));
        var products = (await FieldFlow.Run(Action("output-frequency: 1d\noperations: [average]"), samples)).Products;
        Key(products.ShouldHaveSingleItem(), "param").ShouldBe($"{product}");
        var encoded = await FieldFlow.Run(Encode(), products.Select(static product => new Message(MessageKind.Field, product.Metadata, product.Payload.Add(), product.Origin)));
        encoded.Dead.Select(static letter => letter.Failure.Reason).ShouldBeEmpty();
        var file = Path.Combine(_folder, "out.grib");
        await File.WriteAllBytesAsync(file, ((GribPayload)encoded.Products.ShouldHaveSingleItem().Payload).Span.ToArray(), TestContext.Current.CancellationToken);
        var (code, output) = CubeReading.RunProgram("grib_get", "-p", "paramId,typeOfStatisticalProcessing:l,stepRange,stepType,lengthOfTimeRange", file);
        code.ShouldBe(0, output);
        output.Trim().ShouldBe(expected);
    }

    [Fact]
    public async Task Encode_refuses_a_statistic_of_statistics()
    {
        var products = (await FieldFlow.Run(Action("output-frequency: 1d\noperations: [average]"), Series("24=1", ("timespan", 6L), ("param", 237167L), ("levtype", "sfc"), ("gridType", "regular_ll")))).Products;
        var encoded = await FieldFlow.Run(Encode(), products.Select(static product => new Message(MessageKind.Field, product.Metadata, product.Payload.Add(), product.Origin)));
        encoded.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("stattype daav");
    }

    private static EncodeAction Encode() => new(FieldFlow.Bind(EncodeOptions.Set, "format: grib"), new PlugInContext(new EngineServices(), new DiagnosticBag(), ConfigDialect.Native, "/", "test", [], false));
}
