using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Grib;

namespace Windrow.Fields.Transport.Wire;

/// <summary>How the bytes behind a frame's metadata are to be read. The numbers stand on the wire.</summary>
internal static class PayloadCode
{
    public const byte None = 0;
    public const byte Doubles = 1;
    public const byte Singles = 2;
    public const byte Bytes = 3;
    public const byte Grib = 4;

    /// <summary>Set beside the code: the lazy metadata come out of the payload.</summary>
    public const byte TakesTail = 0x80;

    /// <summary>The code of a payload. False: it cannot be sent.</summary>
    public static bool TryOf(Payload payload, out byte code)
    {
        code = payload switch
        {
            FieldPayload field => field.Precision == Precision.Double ? Doubles : Singles,
            _ when ReferenceEquals(payload, Payload.None) => None,
            _ => payload.Format?.Name switch
            {
                "doubles" => Doubles,
                "singles" => Singles,
                "bytes" => Bytes,
                "grib" => Grib,
                _ => byte.MaxValue,
            },
        };
        return code != byte.MaxValue;
    }

    /// <summary>Makes the payload of a frame.</summary>
    /// <param name="buffer">Holds the bytes; the payload's from here on, also when this throws.</param>
    /// <exception cref="WireException">The bytes are none of this code.</exception>
    public static Payload Read(byte code, NativeBuffer? buffer, int length, out IMetadataTail? tail)
    {
        tail = null;
        if (buffer is null)
            return Payload.None;
        var size = code switch { Doubles => sizeof(double), Singles => sizeof(float), _ => 1 };
        if (length % size != 0)
        {
            buffer.Return();
            throw new WireException($"a field of {length} bytes, which is no whole number of values");
        }

        return code switch
        {
            Doubles => FieldPayload.Of(buffer, Precision.Double, length / size),
            Singles => FieldPayload.Of(buffer, Precision.Single, length / size),
            Grib => GribFormat.Instance.Read(buffer, length, out tail),
            _ => new BytesPayload(buffer.Memory[..length], buffer),
        };
    }
}
