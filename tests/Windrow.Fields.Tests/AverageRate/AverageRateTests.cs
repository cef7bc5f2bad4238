using Windrow.Core.Messages;
using Windrow.Fields.AverageRate;
using Windrow.Fields.Tests.Statistics;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.AverageRate;

public class AverageRateTests
{
    [Theory]
    [InlineData(228228, "6", 235055)]
    [InlineData(228228, "6h", 235055)]
    [InlineData(3062, "21600s", 235029)]
    [InlineData(233031, "6", 235373)]
    public async Task What_was_accumulated_is_divided_by_its_timespan_and_gets_the_parameter_of_the_rate(long param, string timespan, long rate)
    {
        MetadataValue span = long.TryParse(timespan, out var hours) ? hours : timespan;
        foreach (var single in (bool[])[false, true])
        {
            var values = Enumerable.Range(0, 21).Select(static i => 21600.0 * i).ToArray();
            values[3] = Notation.Mark;
            var run = await FieldFlow.Run(new AverageRateAction(), [Notation.Field(6, values, hasMissing: true, single, 0, ("paramId", param), ("timespan", span))]);
            var product = run.Products.ShouldHaveSingleItem();
            product.Metadata.TryGetInt64("paramId", out var id).ShouldBeTrue();
            id.ShouldBe(rate);
            FieldFlow.Values(product).ShouldBe(Enumerable.Range(0, 21).Select(static i => i == 3 ? double.NaN : i));
        }
    }

    [Theory]
    [InlineData(167, "6", "there is no mean rate of parameter 167")]
    [InlineData(228228, null, "the message has no 'timespan'")]
    [InlineData(228228, "0", "the timespan '0' is not one")]
    [InlineData(228228, "6d", "the timespan '6d' is not one")]
    public async Task What_cannot_be_a_rate_is_a_dead_letter_that_says_why(long param, string? timespan, string reason)
    {
        var message = Notation.Field(6, [1], more: ("paramId", param));
        if (timespan is not null)
            message.Metadata = message.Metadata.With("timespan", timespan);
        var run = await FieldFlow.Run(new AverageRateAction(), [message]);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain(reason);
    }
}
