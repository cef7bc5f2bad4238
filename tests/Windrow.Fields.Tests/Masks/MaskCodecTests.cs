using Windrow.Fields.Masks;

namespace Windrow.Fields.Tests.Masks;

public class MaskCodecTests
{
    // Worked out by hand from the description of multio's format.
    [Theory]
    [InlineData("1111100000", "C20000000A90")]      // two runs of 5: width 3, starts kept: 100 100 -> 1001 00(00)
    [InlineData("0000000000", "830000000A90")]      // one run of 10: width 4, 1001 -> 1001 (0000)
    [InlineData("1", "C00000000100")]               // one run of 1: width 1, 0
    [InlineData("1010101010101010", "C0000000100000")] // sixteen runs of 1 in width 1: 2 bytes, no more than the bits
    [InlineData("1101101101101101", "C000000010AA80")] // eleven runs of 2 and 1 in width 1: 10101010 100, two bytes as the bits would be
    [InlineData("", "8000000000")]
    public void A_mask_is_encoded_as_multio_does(string mask, string hex)
    {
        double[] values = [.. mask.Select(static bit => bit == '1' ? 3.5 : 0)];
        var encoded = MaskCodec.Encode(values);
        Convert.ToHexString(encoded).ShouldBe(hex);
        Text(MaskCodec.Decode(encoded, mask.Length, out var problem)!).ShouldBe(mask);
        problem.ShouldBeNull();
    }

    [Fact]
    public void Bits_are_taken_only_where_they_are_shorter()
    {
        // Runs of 1 and one of 9 need 4 bits each: 8 × 4 bits are 4 bytes, the 16 bits are 2.
        const string Mask = "1010101000000000";
        var encoded = MaskCodec.Encode([.. Mask.Select(static bit => bit == '1' ? 1.0f : 0)]);
        Convert.ToHexString(encoded).ShouldBe("00000000105500");
        Text(MaskCodec.Decode(encoded, 16, out _)!).ShouldBe(Mask);
    }

    [Fact]
    public void Whatever_is_encoded_is_decoded_to_the_same()
    {
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var values = new double[random.Next(0, 400)];
            var (most, isKept) = (random.Next(1, 120), random.Next(2) == 0);
            for (var at = 0; at < values.Length; isKept = !isKept)
            {
                for (var end = Math.Min(values.Length, at + random.Next(1, most + 1)); at < end; at++)
                    values[at] = isKept ? 1 : 0;
            }

            var encoded = MaskCodec.Encode(values);
            var decoded = MaskCodec.Decode(encoded, values.Length, out var problem);
            problem.ShouldBeNull();
            Text(decoded!).ShouldBe(string.Concat(values.Select(static value => value == 0 ? '0' : '1')));
        }
    }

    [Theory]
    [InlineData("00", 1, "has no header")]
    [InlineData("000000000101", 2, "the mask has 1 points where the client's part has 2")]
    [InlineData("00000000FF01", 255, "1 bytes of mask for 255 points")]
    [InlineData("830000000A", 10, "the runs of the mask end at point 0 of 10")]
    [InlineData("830000000AF0", 10, "a run of the mask goes beyond its 10 points")]
    [InlineData("830000000A9000", 10, "1 bytes follow the mask")]
    [InlineData("BF0000000AFFFFFFFFFFFFFFFF", 10, "a run of the mask goes beyond its 10 points")]
    [InlineData("80FFFFFFFF00", 10, "the mask has 4294967295 points where the client's part has 10")]
    public void Damaged_bytes_are_told(string hex, int points, string problem)
    {
        MaskCodec.Decode(Convert.FromHexString(hex), points, out var found).ShouldBeNull();
        found.ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public void Random_bytes_are_decoded_or_told()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(5, 20)];
            random.NextBytes(bytes);
            (bytes[1], bytes[2], bytes[3], bytes[4]) = (0, 0, 0, 40);
            (MaskCodec.Decode(bytes, 40, out var problem) is null).ShouldBe(problem is not null);
        }
    }

    private static string Text(MaskBits bits) => string.Concat(Enumerable.Range(0, bits.Points).Select(point => bits[point] ? '1' : '0'));
}
