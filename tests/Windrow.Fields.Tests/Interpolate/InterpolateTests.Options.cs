using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Interpolate;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Interpolate;

public sealed partial class InterpolateTests
{
    [Theory]
    [InlineData("{grid: [1, 1], rotation: [-30, 10]}", "'rotation' is not done here")]
    [InlineData("{grid: [1, 1], interpolation: spline}", "no interpolation 'spline'")]
    [InlineData("{grid: Q3}", "no grid that is known")]
    [InlineData("{interpolation: nn}", "needs the grid")]
    [InlineData("{grid: [1, 1], area: [10, 0, 20, 30]}", "north is south")]
    [InlineData("{grid: [1, 1, 1]}", "a list, and no grid")]
    [InlineData("{interpolation: matrix}", "needs a file")]
    public void A_wrong_option_is_named_with_what_to_write(string yaml, string finding)
    {
        FieldFlow.Bind(InterpolateOptions.Set, yaml, out var diagnostics);
        diagnostics.ErrorCount.ShouldBeGreaterThan(0);
        diagnostics.ToString().ShouldContain(finding);
    }

    [Fact]
    public void A_key_of_mars_without_effect_is_a_warning()
    {
        FieldFlow.Bind(InterpolateOptions.Set, "{grid: [1, 1], accuracy: 16}", out var diagnostics);
        diagnostics.ErrorCount.ShouldBe(0);
        diagnostics.ToString().ShouldContain("'accuracy' has no effect");
    }

    [Fact]
    public void It_says_for_each_field_how_much_memory_it_needs_and_decodes_nothing_for_it()
    {
        var action = new InterpolateAction(FieldFlow.Bind(InterpolateOptions.Set, "{grid: [1, 1]}"), FieldOnGrid.Context());
        var (source, target) = (FieldOnGrid.Named("O32"), FieldOnGrid.Named("1/1"));
        var values = FieldOnGrid.Values(source, FieldOnGrid.Smooth);
        action.HasPeakMemory.ShouldBeTrue();
        action.PeakMemory(FieldOnGrid.Message("O32", values)).ShouldBe(8L * (source.Points + target.Points));
        action.PeakMemory(FieldOnGrid.Encoded(FieldOnGrid.Grib(source, values))).ShouldBe(8L * (source.Points + target.Points));
        action.PeakMemory(new Message(MessageKind.Event, Metadata.Empty, Payload.None, new Origin("test", "memory"))).ShouldBe(0);
    }
}
