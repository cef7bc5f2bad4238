using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.RenumberHealpix;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.RenumberHealpix;

public class RenumberHealpixTests
{
    [Fact]
    public void The_points_of_Nside_2_have_their_published_numbers() =>
        HealpixOrder.RingToNested(2)[..16].ShouldBe([3, 7, 11, 15, 2, 1, 6, 5, 10, 9, 14, 13, 19, 0, 23, 4]);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(32)]
    public void A_point_lies_at_the_same_place_in_both_orders(int nside)
    {
        var nested = HealpixOrder.RingToNested(nside);
        nested.Order().ShouldBe(Enumerable.Range(0, 12 * nside * nside));
        for (var ring = 0; ring < nested.Length; ring++)
        {
            var (z, longitude) = HealpixPlaces.OfRing(nside, ring);
            var (otherZ, otherLongitude) = HealpixPlaces.OfNested(nside, nested[ring]);
            otherZ.ShouldBe(z, 1e-12);
            Math.Cos(otherLongitude - longitude).ShouldBe(1, 1e-12);
        }
    }

    [Fact]
    public async Task A_field_in_rings_comes_out_nested_in_either_precision()
    {
        var order = HealpixOrder.RingToNested(4);
        foreach (var single in (bool[])[false, true])
        {
            var run = await FieldFlow.Run(new RenumberHealpixAction(), [Field(4, single)]);
            var product = run.Products.ShouldHaveSingleItem();
            product.Metadata.TryGetString("orderingConvention", out var convention).ShouldBeTrue();
            convention.ShouldBe("nested");
            var values = FieldFlow.Values(product);
            for (var i = 0; i < order.Length; i++)
                values[order[i]].ShouldBe(i);
        }
    }

    [Theory]
    [InlineData("gridType", "regular_ll", "on a regular_ll grid, and not on HEALPix")]
    [InlineData("orderingConvention", "nested", "in the order 'nested', and not in rings")]
    [InlineData("Nside", "3", "Nside is 3")]
    [InlineData("Nside", "8", "a HEALPix field of Nside 8 has 768 points, this one has 192")]
    public async Task What_cannot_be_renumbered_is_a_dead_letter_that_says_why(string key, string value, string reason)
    {
        var message = Field(4, single: false);
        message.Metadata = message.Metadata.With(key, long.TryParse(value, out var number) ? number : value);
        var run = await FieldFlow.Run(new RenumberHealpixAction(), [message]);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain(reason);
    }

    private static Message Field(int nside, bool single)
    {
        var values = Enumerable.Range(0, 12 * nside * nside).ToArray();
        var payload = single ? FieldPayload.Copy(values.Select(static value => (float)value).ToArray()) : FieldPayload.Copy(values.Select(static value => (double)value).ToArray());
        return new Message(MessageKind.Field, Metadata.From(("gridType", "HEALPix"), ("Nside", (long)nside), ("orderingConvention", "ring")), payload, new Origin("test", "memory", 0));
    }
}
