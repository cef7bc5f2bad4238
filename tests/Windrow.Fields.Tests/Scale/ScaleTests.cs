using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Scale;
using Windrow.Fields.Tests.Statistics;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Scale;

public class ScaleTests
{
    [Theory]
    [InlineData("factor: 2", "1=1,2,3,4,5,6,7,8,9", "2,4,6,8,10,12,14,16,18")]
    [InlineData("offset: -273.15", "1=273.15", "0")]
    [InlineData("factor: 0.5\noffset: 1", "1=2,-,4,-,6,-,8,-,10,-", "2,-,3,-,4,-,5,-,6,-")]
    public async Task Values_are_multiplied_and_missing_ones_stay(string yaml, string sample, string values)
    {
        foreach (var single in (bool[])[false, true])
        {
            var run = await FieldFlow.Run(new ScaleAction(FieldFlow.Bind(ScaleOptions.Set, yaml)), Notation.Series(sample, single));
            string.Join(',', FieldFlow.Values(run.Products.ShouldHaveSingleItem()).Select(static value => double.IsNaN(value) ? "-" : $"{value}")).ShouldBe(values);
        }
    }

    [Fact]
    public async Task Mapped_parameters_are_scaled_and_renamed_and_others_pass()
    {
        var options = FieldFlow.Bind(ScaleOptions.Set, "custom-mappings: [{param-in: 167, param-out: 500167, scaling: 10}]");
        var other = Notation.Field(2, [3], index: 1, more: ("param", "168"));
        var run = await FieldFlow.Run(new ScaleAction(options), [Notation.Field(1, [3]), other]);
        FieldFlow.Values(run.Products[0]).ShouldBe([30]);
        run.Products[0].Metadata.TryGetInt64("paramId", out var id).ShouldBeTrue();
        id.ShouldBe(500167);
        FieldFlow.Values(run.Products[1]).ShouldBe([3]);
    }

    [Theory]
    [InlineData("preset-mappings: local-to-who", "did you mean 'local-to-wmo'?")]
    [InlineData("factor: 2\ncustom-mappings: [{param-in: 1, param-out: 2, scaling: 3}]", "a factor for all fields")]
    [InlineData("custom-mappings: [{param-in: 1, param-out: 2, scaling: 3}, {param-in: 1, param-out: 4, scaling: 3}]", "mapped 2 times")]
    [InlineData("custom-mappings: [{param-in: x, param-out: 2, scaling: 3}]", "it is a paramId")]
    public void Wrong_option_is_reported(string yaml, string finding)
    {
        FieldFlow.Bind(ScaleOptions.Set, yaml, out var diagnostics);
        diagnostics.ToString().ShouldContain(finding);
    }

    [Theory]
    [InlineData("preset-mappings: local-to-wmo", 228, 1, 228228, 1000)]
    [InlineData("preset-mappings: local-to-wmo", 164, 0.5, 228164, 50)]
    [InlineData("preset-mappings: local-to-wmo", 228228, 1, 228228, 1)]
    [InlineData("preset-mappings: wmo-to-local", 228228, 1000, 228, 1)]
    [InlineData("preset-mappings: wmo-to-local", 260509, 100, 243, 1)]
    [InlineData("preset-mappings: local-to-wmo\ncustom-mappings: [{param-in: 228, param-out: 7, scaling: 2}]", 228, 1, 7, 2)]
    [InlineData("preset-mappings: local-to-wmo", 167, 280, 167, 280)]
    public async Task Presets_change_units_and_parameters_and_custom_mappings_go_over_them(string yaml, long param, double value, long to, double scaled)
    {
        var run = await FieldFlow.Run(new ScaleAction(FieldFlow.Bind(ScaleOptions.Set, yaml)), [Notation.Field(1, [value], more: ("paramId", param))]);
        var product = run.Products.ShouldHaveSingleItem();
        product.Metadata.TryGetInt64("paramId", out var id).ShouldBeTrue();
        id.ShouldBe(to);
        FieldFlow.Values(product).ShouldHaveSingleItem().ShouldBe(scaled, 1e-12);
    }

    [Fact]
    public async Task In_strict_mode_local_to_wmo_leads_back_as_well()
    {
        var run = await FieldFlow.Run(new ScaleAction(FieldFlow.Bind(ScaleOptions.Set, "preset-mappings: local-to-wmo"), strict: true), [Notation.Field(1, [1000], more: ("paramId", 228228L))]);
        run.Products[0].Metadata.TryGetInt64("paramId", out var id).ShouldBeTrue();
        id.ShouldBe(228);
    }

    [Fact]
    public void Shared_values_are_copied_before_they_are_changed_and_others_are_not()
    {
        var alone = Notation.Field(1, [1, 2]);
        var before = alone.Payload;
        MessageValues.TryMakeWritable(alone, out var field, out _, out _).ShouldBeTrue();
        field.ShouldBeSameAs(before);

        var shared = Notation.Field(1, [1, 2]);
        var holder = shared.Payload.Add();
        MessageValues.TryMakeWritable(shared, out field, out _, out _).ShouldBeTrue();
        field.ShouldNotBeSameAs(holder);
        field!.Doubles[0] = 9;
        ((FieldPayload)holder).Doubles[0].ShouldBe(1);
        holder.IsShared.ShouldBeFalse();
    }

    [Fact]
    public async Task Encoded_messages_are_decoded_first()
    {
        var message = MessageValuesTests.Encoded("regular_ll_sfc_grib2", hasMissing: false);
        MessageValues.TryRead(message, out var values, out var failure).ShouldBeTrue(failure?.ToString());
        var expected = values.Field.Doubles.ToArray().Select(static value => value * 2).ToArray();
        values.Dispose();
        var run = await FieldFlow.Run(new ScaleAction(FieldFlow.Bind(ScaleOptions.Set, "factor: 2")), [message]);
        FieldFlow.Values(run.Products.ShouldHaveSingleItem()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_message_without_values_fails_and_says_what_it_carries()
    {
        var message = new Message(MessageKind.Field, Metadata.Empty, new FilePayload("/a", 1), new Origin("test", "memory"));
        var run = await FieldFlow.Run(new ScaleAction(FieldFlow.Bind(ScaleOptions.Set, "factor: 2")), [message]);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("the name of a file");
    }
}
