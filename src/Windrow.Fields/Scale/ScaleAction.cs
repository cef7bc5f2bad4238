using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Values;

namespace Windrow.Fields.Scale;

/// <summary>Multiplies the values of fields, in place when nobody shares them. Missing values stay missing.</summary>
internal sealed class ScaleAction(ScaleOptions options) : PlanAction
{
    private readonly Dictionary<long, ScaleMappingOptions> _mappings = options.Mappings.ToDictionary(static mapping => mapping.From);
    private readonly OwnKey _param = new("param");
    private readonly MetadataSlot _paramId = new("paramId");

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        ScaleMappingOptions? mapping = null;
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
            message.Metadata = Rename(message.Metadata, mapping.To);
        output.Emit(message);
    }

    private bool TryFind(Metadata metadata, out ScaleMappingOptions? mapping)
    {
        mapping = null;
        return (_param.TryGet(metadata, out var param) || _paramId.TryGet(metadata, out param))
            && MetadataNumber.TryGet(param, out var id) && _mappings.TryGetValue(id, out mapping);
    }

    // 'param' keeps the type that it has; where a message has only one of the two keys it gets no other.
    private Metadata Rename(Metadata metadata, long to)
    {
        var builder = metadata.Change();
        if (_param.TryGet(metadata, out var param))
            builder.Set(_param.Key, param.TryGetString(out _) ? to.ToString(CultureInfo.InvariantCulture) : to);
        if (_paramId.TryGet(metadata, out _))
            builder.Set(_paramId.Key, to);
        return builder.Build();
    }
}
