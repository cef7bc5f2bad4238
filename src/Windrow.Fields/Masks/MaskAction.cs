using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Values;

namespace Windrow.Fields.Masks;

/// <summary>Makes the masked points of global fields missing, in place when nobody shares them.</summary>
internal sealed class MaskAction(MaskOptions options, bool strict) : PlanAction
{
    private readonly HashSet<string> _offsetFields = new(options.OffsetFields, StringComparer.Ordinal);
    private readonly OwnKey _domain = new("domain");
    private readonly MetadataSlot _level = new("level");
    private readonly MetadataSlot _name = new("name");
    private MaskMaps _masks = new();

    public MaskAction(MaskOptions options, PlugInContext context)
        : this(options, context.StrictMultio)
    {
    }

    public override bool IsConcurrent => true;

    public override void Start(ActionContext context) => _masks = context.Shared.Get<MaskMaps>();

    public override void Process(Message message, Output output)
    {
        var offsets = message.Kind == MessageKind.Field && _offsetFields.Count > 0 && _name.TryGet(message.Metadata, out var value) && value.TryGetString(out var name) && _offsetFields.Contains(name);
        if (message.Kind != MessageKind.Field || !(options.ApplyBitmap || offsets || strict))
        {
            output.Emit(message);
            return;
        }

        if (!TryFind(message, out var mask, out var failure) || !TryCheck(message, mask!, out failure)
            || !MessageValues.TryMakeWritable(message, out var field, out var missing, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        if (options.ApplyBitmap)
        {
            if (missing is { } before && !before.Equals(options.MissingValue))
                Replace(field!, before);
            missing = options.MissingValue;
            mask!.Apply(field!, options.MissingValue);
        }

        if (offsets)
            mask!.Add(field!, options.OffsetValue, missing);
        if (options.ApplyBitmap || strict)
            message.Metadata = MessageValues.WithMissing(message.Metadata, options.MissingValue);
        output.Emit(message);
    }

    private bool TryFind(Message message, out FieldMask? mask, out Failure? failure)
    {
        mask = null;
        if (!_domain.TryGet(message.Metadata, out var value) || !value.TryGetString(out var domain))
            failure = Failure.Permanent("the field has no 'domain', which says whose mask it needs", "have the model set 'domain', or put a 'set' action in front");
        else if (!_level.TryGet(message.Metadata, out value) || !MetadataNumber.TryGet(value, out var level))
            failure = Failure.Permanent($"the field of the domain '{domain}' has no 'level', which says whose mask it needs", "have the model set 'level', to 0 for a field of one level");
        else
            return _masks.TryGet(domain, level, out mask, out failure);
        return false;
    }

    private static bool TryCheck(Message message, FieldMask mask, out Failure? failure)
    {
        if (!MessageValues.TryShape(message, out var points, out _, out failure))
            return false;
        if (points != mask.Points)
            failure = Failure.Permanent($"the field has {points} points, its mask {mask.Points}", "put 'mask' behind 'aggregate', where fields are whole");
        return failure is null;
    }

    // One mark for all: what was missing before stays so under the new one.
    private void Replace(FieldPayload field, double before)
    {
        if (field.Precision == Precision.Double)
            MaskKernels.Replace(field.Doubles, before, options.MissingValue);
        else
            MaskKernels.Replace(field.Singles, (float)before, (float)options.MissingValue);
    }
}
