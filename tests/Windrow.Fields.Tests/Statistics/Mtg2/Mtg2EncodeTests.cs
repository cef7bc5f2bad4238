using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Fields.Encode;
using Windrow.Fields.Tests.Cubes;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes;
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

    [Theory]
    [InlineData("damx", 24L, 6L, "2 0", "24 6", "0-24")]
    [InlineData("moav", 744L, 24L, "0 0", "744 24", "0-744")]
    public async Task Statistic_of_statistics_has_a_time_range_for_each_the_outer_one_first(string stattype, long hours, long span, string processes, string lengths, string range)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/grib_get"), "there is no grib_get (Debian: apt-get install libeccodes-tools)");
        var encoded = await FieldFlow.Run(Encode(), [Stacked(stattype, hours, ("timespan", span))]);
        encoded.Dead.Select(static letter => letter.Failure.Reason).ShouldBeEmpty();
        var message = ((GribPayload)encoded.Products.ShouldHaveSingleItem().Payload).Span.ToArray();
        using var handle = GribHandle.Wrap(message);
        Longs(handle, "typeOfStatisticalProcessing").ShouldBe(processes);
        Longs(handle, "lengthOfTimeRange").ShouldBe(lengths);
        var file = Path.Combine(_folder, "out.grib");
        await File.WriteAllBytesAsync(file, message, TestContext.Current.CancellationToken);
        var (code, output) = CubeReading.RunProgram("grib_get", "-p", "paramId,stepRange,numberOfTimeRange", file);
        code.ShouldBe(0, output);
        output.Trim().ShouldBe($"235001 {range} 2");
    }

    [Fact]
    public async Task Levels_of_a_stattype_are_ranges_and_so_is_the_timespan()
    {
        var encoded = await FieldFlow.Run(Encode(), [Stacked("moav_damx", 696, ("timespan", "5400s")), Stacked("mosd_damn", 696, ("timespan", "none"))]);
        encoded.Dead.Select(static letter => letter.Failure.Reason).ShouldBeEmpty();
        using var first = GribHandle.Wrap(((GribPayload)encoded.Products[0].Payload).Memory);
        Longs(first, "typeOfStatisticalProcessing").ShouldBe("0 2 0");
        Longs(first, "lengthOfTimeRange").ShouldBe("696 24 90");
        Longs(first, "indicatorOfUnitForTimeRange").ShouldBe("1 1 0");
        using var second = GribHandle.Wrap(((GribPayload)encoded.Products[1].Payload).Memory);
        Longs(second, "lengthOfTimeRange").ShouldBe("696 24");
    }

    [Theory]
    [InlineData("moxx", "235001", "the stattype 'moxx' is none")]
    [InlineData("damx_moav", "235001", "the stattype 'damx_moav' is none")]
    [InlineData("moav", "130", "its parameter does not say which one")]
    [InlineData("moav", "235001", "GRIB1 has one time range only", 1L)]
    public async Task Stattype_that_cannot_be_told_is_a_dead_letter_that_says_why(string stattype, string param, string expected, long edition = 2)
    {
        var encoded = await FieldFlow.Run(Encode(), [Stacked(stattype, 744, ("timespan", 24L), ("param", param), ("edition", edition), ("operation", "average"))]);
        encoded.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain(expected);
    }

    private static string Longs(GribHandle handle, string key)
    {
        var values = new long[handle.GetSize(key)];
        handle.GetLongs(key, values);
        return string.Join(' ', values);
    }

    private static Message Stacked(string stattype, long hours, params (string, MetadataValue)[] more) => Field(hours, [.. Enumerable.Range(0, 496).Select(static point => 250.0 + point)], hours, more: [
        ("param", 235001L), ("levtype", "pl"), ("gridType", "regular_ll"), ("Ni", 16L), ("Nj", 31L), ("north", 60.0), ("south", 0.0), ("west", 0.0), ("east", 30.0), ("west_east_increment", 2.0), ("south_north_increment", 2.0),
        ("stattype", stattype), ("startStep", 0L), ("endStep", hours), .. more]);

    private static EncodeAction Encode() => new(FieldFlow.Bind(EncodeOptions.Set, "format: grib"), new PlugInContext(new EngineServices(), new DiagnosticBag(), ConfigDialect.Native, "/", "test", [], false));
}
