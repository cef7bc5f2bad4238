using Windrow.Fields.Grib.Framing;

namespace Windrow.Fields.Grib.Sections;

/// <summary>
/// Checks a message before ecCodes sees it: ecCodes believes lengths and counts, and reads beyond the message, asks for
/// absurd amounts of memory or stops the process when they are wrong.
/// </summary>
public static class GribStructure
{
    public static bool TryCheck(ReadOnlySpan<byte> message, out GribSections sections, out GribDefect? defect)
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
