using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Scale;
using Windrow.Fields.Values;

namespace Windrow.Fields.AverageRate;

/// <summary>Makes mean rates, per second, of what was accumulated over the <c>timespan</c> of a field. Missing values stay missing.</summary>
internal sealed class AverageRateAction : PlanAction
{
    private readonly ParamKeys _param = new();
    private readonly OwnKey _timespan = new("timespan");

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Emit(message);
            return;
        }

        if (!TryFind(message.Metadata, out var rate, out var seconds, out var failure)
            || !MessageValues.TryMakeWritable(message, out var field, out var missing, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        // A division, and no product with the reciprocal, so that the result is the nearest number as in multio.
        if (field!.Precision == Precision.Double)
            ScaleKernels.Divide(field.Doubles, seconds, missing);
        else
            ScaleKernels.Divide(field.Singles, seconds, (float?)missing);
        message.Metadata = _param.Rename(message.Metadata, rate);
        output.Emit(message);
    }

    private bool TryFind(Metadata metadata, out long rate, out long seconds, out Failure? failure)
    {
        (rate, seconds, failure) = (0, 0, null);
        if (!_param.TryGet(metadata, out var param))
            failure = Failure.Permanent("the message has no 'param' or 'paramId' that is a number", "average-rate takes parameters by their numbers");
        else if (!AverageRates.TryGet(param, out rate))
            failure = Failure.Permanent($"there is no mean rate of parameter {param}", "select accumulated parameters in front of average-rate");
        else if (!_timespan.TryGet(metadata, out var timespan))
            failure = Failure.Permanent("the message has no 'timespan', over which it was accumulated", "set it in front: 6 for six hours, 900s for seconds");
        else if (!TimespanText.TryGetSeconds(timespan, out seconds))
            failure = Failure.Permanent($"the timespan '{timespan}' is not one", "it is a number of hours from 1 on, such as 6, or of seconds, such as 900s");
        return failure is null;
    }
}
