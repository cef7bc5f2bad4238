using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>Finds messages in octets that hold one or several, one behind the other, and refuses what ecCodes must not see. Nothing else in here may open octets.</summary>
internal static class GribOctets
{
    /// <exception cref="DerivationException">There is no message, or it is cut off or damaged.</exception>
    public static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> octets) => octets[..Length(octets.Span)];

    /// <inheritdoc cref="First"/>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> octets)
    {
        var messages = new List<ReadOnlyMemory<byte>>(1);
        do
        {
            var length = Length(octets.Span);
            messages.Add(octets[..length]);
            octets = octets[length..];
        }
        while (!octets.IsEmpty);
        return messages;
    }

    private static int Length(ReadOnlySpan<byte> octets) =>
        GribStructure.TryFirst(octets, out var length, out var defect) ? length : throw new DerivationException($"the GRIB message is damaged: {defect}");
}
