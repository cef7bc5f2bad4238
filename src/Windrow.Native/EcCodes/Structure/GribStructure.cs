using System.Diagnostics.CodeAnalysis;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>
/// Checks a message before ecCodes sees it: ecCodes believes lengths and counts, and reads beyond the message, asks for
/// absurd amounts of memory or stops the process when they are wrong.
/// </summary>
public static class GribStructure
{
    /// <summary>Checks the message that octets begin with.</summary>
    /// <param name="octets">Of a file; more may follow.</param>
    /// <param name="length">Of the message.</param>
    /// <param name="defect">Why ecCodes must not see it, and where; null when it may.</param>
    public static bool TryFirst(ReadOnlySpan<byte> octets, out int length, [NotNullWhen(false)] out GribDefect? defect)
    {
        length = 0;
        defect = null;
        if (!octets.StartsWith(GribFraming.Marker))
        {
            defect = new GribDefect(0, "there is no GRIB message");
            return false;
        }

        var candidate = GribFraming.Examine(octets, Array.MaxLength, out length, out var reason);
        if (candidate == GribCandidate.Message)
            return TryCheck(octets[..length], out _, out defect);
        defect = new GribDefect(0, candidate switch
        {
            GribCandidate.Open => $"the message is cut off: it has {length} octets or more, and {octets.Length} are there",
            GribCandidate.NoMarker => $"GRIB edition {octets[7]} is not supported",
            _ => reason,
        });
        return false;
    }

    /// <summary>Checks a message.</summary>
    /// <param name="message">From <c>GRIB</c> to <c>7777</c>, as framed.</param>
    /// <param name="sections">Its sections, when ecCodes may see it.</param>
    /// <param name="defect">Otherwise why not, and where in the message.</param>
    public static bool TryCheck(ReadOnlySpan<byte> message, out GribSections sections, [NotNullWhen(false)] out GribDefect? defect)
    {
        if (!GribSections.TryParse(message, out sections, out defect))
            return false;
        if (sections.Fields > 1)
        {
            // ecCodes would show the first field of such a message and hide the others.
            defect = new GribDefect(0, $"the message holds {sections.Fields} fields; split it into messages of one field first, for instance with grib_copy");
            return false;
        }

        var (offset, reason) = sections.Edition == 2
            ? GribStructure2.Fault(message, sections)
            : GribStructure1.Fault(message, sections);
        if (reason is null)
            return true;
        defect = new GribDefect(offset, reason);
        return false;
    }
}
