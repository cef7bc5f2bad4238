using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Values;

namespace Windrow.Fields.Scale;

/// <summary>Multiplies the values of fields, in place when nobody shares them. Missing values stay missing.</summary>
internal sealed class ScaleAction(ScaleOptions options, bool strict = false) : PlanAction
{
    private readonly Dictionary<long, (long To, double Factor)> _mappings = Mappings(options, strict);
    private readonly ParamKeys _param = new();

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        (long To, double Factor)? mapping = null;
        if (message.Kind != MessageKind.Field || (_mappings.Count > 0 && !TryFind(message.Metadata, out mapping)))
        {
            output.Emit(message);
            return;
        }

        if (!MessageValues.TryMakeWritable(message, out var field, out var missing, out var failure))
        {
            output.Fail(message, failure!);
            return;
        }

        var factor = mapping?.Factor ?? options.Factor;
        if (field!.Precision == Precision.Double)
            ScaleKernels.Apply(field.Doubles, factor, options.Offset, missing);
        else
            ScaleKernels.Apply(field.Singles, (float)factor, (float)options.Offset, (float?)missing);
        if (mapping is not null)
            message.Metadata = _param.Rename(message.Metadata, mapping.Value.To);
        output.Emit(message);
    }

    private static Dictionary<long, (long To, double Factor)> Mappings(ScaleOptions options, bool strict)
    {
        var mappings = options.Preset is { } preset ? ScaleTables.Of(preset, strict) : [];
        foreach (var mapping in options.Mappings)
            mappings[mapping.From] = (mapping.To, mapping.Factor!.Value);
        return mappings;
    }

    private bool TryFind(Metadata metadata, out (long To, double Factor)? mapping)
    {
        mapping = null;
        if (!_param.TryGet(metadata, out var id) || !_mappings.TryGetValue(id, out var found))
            return false;
        mapping = found;
        return true;
    }
}
