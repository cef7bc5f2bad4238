using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Domains;
using Windrow.Fields.Masks;
using Windrow.Fields.Tests.Model;
using Windrow.Fields.Tests.Values;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Masks;

public class MaskTests
{
    [Theory]
    [InlineData("{}", "-,3,2,-")]
    [InlineData("missing-value: -999", "-,3,2,-")]
    [InlineData("{offset-fields: [sst], offset-value: 10}", "-,13,12,-")]
    [InlineData("{offset-fields: [sst], apply-bitmap: false, offset-value: 10}", "1,13,12,4")]
    [InlineData("{offset-fields: [other], offset-value: 10}", "-,3,2,-")]
    public async Task Masked_points_become_missing_and_the_others_may_get_an_offset(string yaml, string values)
    {
        foreach (var single in (bool[])[false, true])
        {
            var flow = await ModelFlow.Run([.. Declared(), Field(0, "T", [1, 2], single: single), Field(1, "T", [3, 4], single: single)], Aggregate(), Action(yaml));
            flow.Dead.ShouldBeEmpty();
            flow.Sink.Log.ShouldBe($"{values}; flush");
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task The_mark_is_told_where_the_mask_was_applied_and_in_strict_mode_always(bool strict, bool told)
    {
        var flow = await ModelFlow.Run([.. Declared(), Field(0, "T", [1, 2]), Field(1, "T", [3, 4])], Aggregate(), Action("{offset-fields: [sst], apply-bitmap: false}", strict));
        flow.Sink.Fields[0].Metadata.Contains("missingValue").ShouldBe(told);
        flow.Sink.Fields[0].Metadata.Contains("bitmapPresent").ShouldBe(told);
    }

    [Fact]
    public async Task What_was_missing_before_stays_so_under_the_same_mark_and_gets_no_offset()
    {
        (string, MetadataValue)[] missing = [("bitmapPresent", true), ("missingValue", -9.0)];
        var flow = await ModelFlow.Run([.. Declared(), Field(0, "T", [1, -9], more: missing), Field(1, "T", [3, 4], more: missing)], Aggregate(), Action("{missing-value: -1, offset-fields: [sst]}"));
        flow.Sink.Log.ShouldBe("-,276.15,-,-; flush");
        flow.Sink.Fields[0].Metadata.TryGet("missingValue", out var mark).ShouldBeTrue();
        mark.ShouldBe(-1.0);
    }

    [Fact]
    public async Task A_field_without_a_mask_fails_and_names_the_masks_that_there_are()
    {
        var flow = await ModelFlow.Run([.. Declared(), Field(0, "T", [1, 2], more: ("level", 3L)), Field(1, "T", [3, 4], more: ("level", 3L))], Aggregate(), Action("{}"));
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("there is no mask for the domain 'T', level 3; there are masks for: 'T' 0");
    }

    [Fact]
    public async Task A_part_fails_as_its_size_is_not_that_of_the_mask()
    {
        var flow = await ModelFlow.Run([.. Declared(), Field(0, "T", [1, 2])], Action("{}"));
        flow.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldBe("the field has 2 points, its mask 4");
    }

    [Fact]
    public void A_mask_is_complete_when_every_client_with_points_has_sent_its_part()
    {
        var (domains, masks) = (new DomainMaps(), new MaskMaps());
        masks.Take(Mask(0, "T", 0, 1, 1), domains)!.Reason.ShouldContain("which it has not declared");
        foreach (var domain in Declared().Where(static message => message.Kind == MessageKind.Domain))
            domains.Take(domain).ShouldBeNull();
        masks.Take(Mask(0, "T", 0, 0, 1), domains).ShouldBeNull();
        masks.Take(Mask(0, "T", 0, 0, 1), domains).ShouldBeNull();
        masks.Take(Mask(0, "T", 0, 1, 1), domains)!.Reason.ShouldContain("a second, different mask");
        masks.Take(Mask(1, "T", 0, 1, 1, 1), domains)!.Reason.ShouldContain("the mask has 3 points where the client's part has 2");
        masks.TryGet("T", 0, out _, out var failure).ShouldBeFalse();
        failure!.Reason.ShouldContain("the parts of 1 clients are missing: clients/1");
        masks.Take(Mask(1, "T", 0, 1, 0), domains).ShouldBeNull();
        masks.TryGet("T", 0, out var mask, out _).ShouldBeTrue();
        mask!.Points.ShouldBe(4);
    }

    [Fact]
    public void A_structured_mask_is_placed_without_its_halo()
    {
        var (domains, masks) = (new DomainMaps(), new MaskMaps());
        domains.Take(Domain(0, "T", "structured", null, 2, 2, 0, 2, 0, 2, 2, -1, 4, 0, 2)).ShouldBeNull();
        masks.Take(Mask(0, "T", 5, 1, 0, 1, 1, 1, 1, 0, 1), domains).ShouldBeNull();
        masks.TryGet("T", 5, out var mask, out _).ShouldBeTrue();
        var field = FieldPayload.Copy([1.0, 2, 3, 4]);
        mask!.Apply(field, -9);
        field.Doubles.ToArray().ShouldBe([-9, 2, 3, -9]);
    }

    [Fact]
    public void Masks_of_long_and_of_short_runs_do_the_same_to_both_precisions()
    {
        var random = new Random(11);
        foreach (var longest in (int[])[1, 2, 200])
        {
            var kept = new double[5000 + random.Next(70)];
            for (var (at, value) = (0, 0.0); at < kept.Length; value = 1 - value)
            {
                var end = Math.Min(kept.Length, at + random.Next(1, longest + 1));
                kept.AsSpan(at..end).Fill(value);
                at = end;
            }

            var mask = new FieldMask(MaskBits.Of<double>(kept));
            double[] values = [.. kept.Select(static (_, i) => i * 0.5)];
            double[] expected = [.. values.Select((value, i) => kept[i] == 0 ? -1 : value == 7 ? 7 : value + 2)];
            var (doubles, singles) = (FieldPayload.Copy(values), FieldPayload.Copy([.. values.Select(static value => (float)value)]));
            foreach (var field in (FieldPayload[])[doubles, singles])
            {
                mask.Apply(field, -1);
                mask.Add(field, 2, missing: 7);
            }

            doubles.Doubles.ToArray().ShouldBe(expected);
            singles.Singles.ToArray().ShouldBe(expected.Select(static value => (float)value));
        }
    }

    private static AggregateAction Aggregate() => new(new AggregateOptions());

    private static MaskAction Action(string yaml, bool strict = false) => new(FieldFlow.Bind(MaskOptions.Set, yaml), strict);

    // Points 0 and 2 are of client 0, and 0 and 3 are masked.
    private static Message[] Declared() => [Unstructured(0, "T", 4, 0, 2), Unstructured(1, "T", 4, 1, 3), Mask(0, "T", 0, 0, 1), Mask(1, "T", 0, 1, 0)];
}
