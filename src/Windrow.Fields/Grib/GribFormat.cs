using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Values;

namespace Windrow.Fields.Grib;

/// <summary>A GRIB message as it is; its keys come out of it again.</summary>
internal sealed class GribFormat : PayloadFormat
{
    public static readonly GribFormat Instance = new();

    public override string Name => "grib";

    public override bool Gives(IMetadataTail tail) => tail is GribTail { IsDetached: false };

    public override ReadOnlySpan<byte> BytesOf(Payload payload) => ((GribPayload)payload).Span;

    public override FieldPayload? Decode(Payload payload, out double? missing, out Failure? failure)
    {
        var isRead = MessageValues.TryDecode((GribPayload)payload, out var values, out failure);
        missing = values.Missing;
        return isRead ? values.Field : null;
    }

    public override Payload Read(NativeBuffer buffer, int length, out IMetadataTail? tail)
    {
        if (!GribContent.TryOpen(buffer, length, out var payload, out var keys, out var defect))
            throw new CorruptDataException($"a GRIB message: {defect!.Reason}");
        tail = keys;
        return payload!;
    }
}
