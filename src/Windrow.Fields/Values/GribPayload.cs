using System.Buffers.Binary;
using Windrow.Core.Payloads;
using Windrow.Fields.Grib;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Values;

/// <summary>A field as an encoded GRIB message whose structure was checked, so that it can be decoded when asked for.</summary>
public sealed class GribPayload : BytesPayload
{
    private readonly GribSections _sections;

    private GribPayload(ReadOnlyMemory<byte> message, in GribSections sections, IDisposable? owner)
        : base(message, owner) => _sections = sections;

    /// <summary>Where the sections of the message are.</summary>
    public ref readonly GribSections Sections => ref _sections;

    public override PayloadFormat? Format => GribFormat.Instance;

    /// <summary>
    /// Whether points may be without a value: the message has a bitmap, or its packing (templates 5.2 and 5.3 of GRIB2)
    /// marks missing values by itself.
    /// </summary>
    public bool MayMiss
    {
        get
        {
            if (_sections.Edition == 1)
                return _sections.Bitmap != 0;
            if (Span[_sections.Bitmap + 5] != 255)
                return true;
            var packing = _sections.Octets(Span, _sections.Representation);
            return BinaryPrimitives.ReadUInt16BigEndian(packing[9..]) is 2 or 3 && packing.Length > 22 && packing[22] != 0;
        }
    }

    /// <summary>A payload of a message whose sections were found and checked by <see cref="GribStructure"/>.</summary>
    /// <param name="message">From <c>GRIB</c> to <c>7777</c>; nobody writes to it while the payload lives.</param>
    /// <param name="owner">Disposed when the last holder lets go.</param>
    public static GribPayload Of(ReadOnlyMemory<byte> message, in GribSections sections, IDisposable? owner = null) => new(message, sections, owner);

    /// <summary>Checks a framed message and makes a payload of it.</summary>
    /// <param name="payload">Null when the message has a defect, and then <paramref name="owner"/> is still the caller's.</param>
    public static bool TryCreate(ReadOnlyMemory<byte> message, IDisposable? owner, out GribPayload? payload, out GribDefect? defect)
    {
        payload = GribStructure.TryCheck(message.Span, out var sections, out defect) ? new GribPayload(message, sections, owner) : null;
        return payload is not null;
    }
}
