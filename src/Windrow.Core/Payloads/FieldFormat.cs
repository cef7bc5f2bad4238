using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Core.Payloads;

/// <summary>The values of a field as they lie in memory.</summary>
internal sealed class FieldFormat(string name, Precision precision, int size) : PayloadFormat
{
    public static readonly FieldFormat Doubles = new("doubles", Precision.Double, sizeof(double));
    public static readonly FieldFormat Singles = new("singles", Precision.Single, sizeof(float));

    public override string Name => name;

    public override ReadOnlySpan<byte> BytesOf(Payload payload)
    {
        var field = (FieldPayload)payload;
        return precision == Precision.Double ? MemoryMarshal.AsBytes(field.Doubles) : MemoryMarshal.AsBytes(field.Singles);
    }

    public override Payload Read(NativeBuffer buffer, int length, out IMetadataTail? tail)
    {
        tail = null;
        if (length % size == 0)
            return FieldPayload.Of(buffer, precision, length / size);
        buffer.Return();
        throw new CorruptDataException($"a field of {length} bytes");
    }
}
