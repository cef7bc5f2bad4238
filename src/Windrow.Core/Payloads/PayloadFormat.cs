using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Core.Payloads;

/// <summary>How payloads of one type leave the process and come back.</summary>
public abstract class PayloadFormat
{
    /// <summary>Stands in stored messages, so it never changes.</summary>
    public abstract string Name { get; }

    /// <summary>The bytes of a payload of this format; valid as long as the payload.</summary>
    public abstract ReadOnlySpan<byte> BytesOf(Payload payload);

    /// <summary>Whether <see cref="Read"/> gives this lazy tail again, as it comes out of the payload; if not, it is stored by itself.</summary>
    public virtual bool Gives(IMetadataTail tail) => false;

    /// <summary>The values that a payload of this format encodes, for actions that know no format.</summary>
    /// <param name="payload">It is left as it is.</param>
    /// <param name="missing">What stands for a point without a value; null when every point has one.</param>
    /// <param name="failure">Why it cannot be decoded; null also where the format has no values.</param>
    /// <returns>The caller's; null when there are none.</returns>
    public virtual FieldPayload? Decode(Payload payload, out double? missing, out Failure? failure)
    {
        (missing, failure) = (null, null);
        return null;
    }

    /// <summary>Makes a payload of its bytes.</summary>
    /// <param name="buffer">Holds the bytes at its beginning; the payload's from here on, also when this throws.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="tail">The lazy metadata that come out of the payload, where there are such.</param>
    /// <exception cref="Binary.CorruptDataException">The bytes are no payload of this format.</exception>
    public abstract Payload Read(NativeBuffer buffer, int length, out IMetadataTail? tail);
}
