using Windrow.Fields.Tests.Grib;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Tests.Encode;

public sealed class RoundTripTests
{
    [Fact]
    public async Task Real_messages_decoded_and_encoded_again_say_the_same()
    {
        if (GribCorpus.SharedFolder is null)
            Assert.Skip("There is no ../shared/data/grib beside the repository.");
        var differences = new List<string>();
        var count = 0;
        foreach (var file in GribCorpus.SharedFiles)
        {
            var name = Path.GetFileName(file);
            var messages = GribCorpus.MessagesIn(File.ReadAllBytes(file));
            var inputs = new List<byte[]>();
            for (var i = 0; i < messages.Count; i += messages.Count > 40 ? 7 : 1)
            {
                // ecCodes 2.28 does not know the template of HEALPix grids (3.150).
                using var handle = GribHandle.Wrap(messages[i]);
                if (handle.Has("values"))
                    inputs.Add(messages[i]);
            }

            var run = await EncodeTests.Run("{}", [.. inputs.Select(static (octets, i) => EncodeTests.Decoded(octets, number: i))]);
            differences.AddRange(run.Dead.Select(letter => $"{name}: {letter.Failure}"));
            foreach (var (product, i) in run.Products.Select(static (product, i) => (product, i)))
            {
                if (run.Dead.Count == 0)
                    Compare($"{name}[{i}]", inputs[i], (GribPayload)product.Payload, differences);
                count++;
            }
        }

        differences.ShouldBeEmpty();
        count.ShouldBeGreaterThan(80);
    }

    private static void Compare(string name, byte[] input, GribPayload output, List<string> differences)
    {
        using var before = GribHandle.Wrap(input);
        using var after = GribHandle.Wrap(output.Memory);
        foreach (var space in (string[])["ls", "mars"])
        {
            foreach (var key in before.KeysOf(space))
            {
                var (old, now) = (before.GetString(key), after.TryGetString(key, out var text) == EcCodesStatus.Success ? text : "nothing");

                // ecCodes reads this packing and does not write it.
                if (old != now && old != "grid_complex_spatial_differencing")
                    differences.Add($"{name}: {key} was {old} and is {now}");
            }
        }

        var (expected, given) = (Values(before), Values(after));
        if (expected.Length != given.Length)
        {
            differences.Add($"{name}: {expected.Length} values became {given.Length}");
            return;
        }

        var present = expected.Where(static value => value != -1e30).DefaultIfEmpty().ToList();
        var precision = Math.Max((present.Max() - present.Min()) / Math.Pow(2, Math.Max(after.GetLong("bitsPerValue"), 1) - 1), Math.Abs(present.Max()) * 1e-6);
        for (var i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - given[i]) <= precision)
                continue;
            differences.Add($"{name}: value {i} was {expected[i]} and is {given[i]}");
            return;
        }
    }

    private static double[] Values(GribHandle handle)
    {
        var values = new double[handle.GetSize("values")];
        handle.SetMissingValue(-1e30);
        handle.GetDoubles("values", values);
        return values;
    }
}
