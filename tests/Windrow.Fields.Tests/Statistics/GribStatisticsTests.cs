using System.Diagnostics;
using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Statistics;

/// <summary>Statistics on encoded messages, with cdo as the oracle where it is installed.</summary>
public class GribStatisticsTests
{
    [Fact]
    public async Task Encoded_messages_with_gaps_give_the_means_of_what_is_there()
    {
        var plan = "output-frequency: 1d\noperations: [average]\noptions: {value-count-threshold: 1}";
        var messages = Enumerable.Range(1, 24).Select(hour => Message(Encode(hour, hour == 7), hour));
        var run = await FieldFlow.Run(Notation.Action(plan), messages);
        run.Dead.ShouldBeEmpty();
        var product = run.Products.ShouldHaveSingleItem();
        product.Metadata.TryGetString("operation", out _).ShouldBeTrue();
        var values = FieldFlow.Values(product);
        values[0].ShouldBe(Enumerable.Range(1, 24).Average(static hour => Value(hour, 0)), 0.01);
        values[1].ShouldBe(Enumerable.Range(1, 24).Where(static hour => hour != 7).Average(static hour => Value(hour, 1)), 0.01);
    }

    [Theory]
    [InlineData("average", "daymean")]
    [InlineData("maximum", "daymax")]
    [InlineData("minimum", "daymin")]
    [InlineData("accumulate", "daysum")]
    public async Task Daily_statistics_agree_with_cdo(string operation, string cdoOperation)
    {
        var folder = Directory.CreateTempSubdirectory("windrow-").FullName;
        try
        {
            var input = Path.Combine(folder, "in.grib");
            var octets = Enumerable.Range(0, 48).Select(hour => Encode(hour, false)).ToList();
            await File.WriteAllBytesAsync(input, [.. octets.SelectMany(static one => one)], TestContext.Current.CancellationToken);
            if (!await RunCdo($"-b F64 -f nc {cdoOperation} {input} {folder}/out.nc"))
                Assert.Skip("cdo is not installed");
            var text = await CdoText($"output {folder}/out.nc");
            var expected = text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();

            // cdo takes a day from 00 to 23 h.
            var plan = $"output-frequency: 1d\noperations: [{operation}]\noptions: {{window-type: backward-offset}}";
            var run = await FieldFlow.Run(Notation.Action(plan), octets.Select(Message));
            run.Products.Count.ShouldBe(2);
            var actual = run.Products.SelectMany(FieldFlow.Values).ToArray();
            actual.Length.ShouldBe(expected.Length);
            for (var i = 0; i < actual.Length; i++)
                actual[i].ShouldBe(expected[i], Math.Abs(expected[i]) * 1e-5);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public async Task Metadata_that_read_from_the_message_are_asked_while_it_is_there()
    {
        var plan = """
            output-frequency: 1d
            operations: [average]
            mapping-param: [{where: {param-is: "167", operation-is: average, output-frequency-is: 1d}, map-to-param: "228004"}]
            """;
        var owners = new List<TailOverOwner>();
        var messages = Enumerable.Range(1, 30).Select(hour =>
        {
            var owner = new TailOverOwner();
            owners.Add(owner);
            GribPayload.TryCreate(Encode(hour, false), owner, out var payload, out _).ShouldBeTrue();
            var metadata = Metadata.From(("dataDate", 20240228L), ("dataTime", 0L), ("endStep", (long)hour), ("level", 2L), ("gridType", "regular_ll"));
            return new Message(MessageKind.Field, metadata.WithTail(owner), payload!, new Origin("test", "grib", hour));
        });
        var run = await FieldFlow.Run(Notation.Action(plan), messages);
        run.Dead.ShouldBeEmpty();
        run.Products.Count.ShouldBe(2);
        run.Products[1].Metadata.TryGetInt64("paramId", out var paramId).ShouldBeTrue();
        paramId.ShouldBe(228004);
        owners.ShouldAllBe(static owner => owner.IsGone);
    }

    /// <summary>The owner of a message's memory, and a tail that may only be asked while that is there.</summary>
    private sealed class TailOverOwner : IMetadataTail, IDisposable
    {
        public bool IsGone { get; private set; }

        public IEnumerable<MetadataKey> IdentityKeys => [];

        public bool TryGet(MetadataKey key, out MetadataValue value)
        {
            ObjectDisposedException.ThrowIf(IsGone, this);
            value = key.Name switch { "paramId" => 167L, "typeOfLevel" => "heightAboveGround", _ => default };
            return !value.IsNone;
        }

        public void Dispose() => IsGone = true;
    }

    private static double Value(int hour, int point) => 280 + (10 * Math.Sin((hour + (point * 0.37)) * 0.26)) + (0.5 * hour);

    private static byte[] Encode(int hour, bool hasGap)
    {
        using var encoder = GribEncoder.FromSample("regular_ll_sfc_grib2");
        encoder.Set("shortName", "2t");
        encoder.Set("dataDate", 20240228);
        encoder.Set("dataTime", 0);
        encoder.Set("step", hour);
        encoder.Set("bitsPerValue", 24);
        var values = new double[encoder.Handle.GetSize("values")];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(hour, i);
        if (hasGap)
        {
            values[1] = 9999;
            encoder.SetValues(values, 9999);
        }
        else
        {
            encoder.SetValues(values);
        }

        return encoder.Message.ToArray();
    }

    private static Message Message(byte[] octets, int hour)
    {
        GribPayload.TryCreate(octets, null, out var payload, out _).ShouldBeTrue();
        var metadata = Metadata.From(("dataDate", 20240228L), ("dataTime", 0L), ("endStep", (long)hour), ("paramId", 167L), ("level", 2L), ("typeOfLevel", "heightAboveGround"), ("gridType", "regular_ll"));
        return new Message(MessageKind.Field, metadata, payload!, new Origin("test", "grib", hour));
    }

    private static async Task<bool> RunCdo(string arguments)
    {
        try
        {
            await CdoText(arguments);
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> CdoText(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("cdo", "-s " + arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, errors);
        return await output;
    }
}
