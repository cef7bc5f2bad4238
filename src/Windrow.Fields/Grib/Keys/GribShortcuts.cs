using System.Buffers.Binary;
using System.Globalization;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Keys;

/// <summary>Computes the most asked-for keys from octets, in the plain cases; the others are left to ecCodes.</summary>
internal static class GribShortcuts
{
    /// <summary>In hours; anything longer is damage or a matter for ecCodes.</summary>
    private const int LongestStep = 1_000_000;

    public static bool TryCompute(
        GribShortcut shortcut, GribForm form, ReadOnlySpan<byte> message, in GribSections sections, out GribAnswer answer)
    {
        answer = default;
        long value;
        switch (shortcut)
        {
            case GribShortcut.TotalLength:
                value = message.Length;
                break;
            case GribShortcut.Level:
                if (!TryLevel(message, sections, out value))
                    return false;
                break;
            case GribShortcut.Step or GribShortcut.StartStep or GribShortcut.StepRange:
                if (!TryStep(message, sections, out var start, out value))
                    return false;
                if (shortcut == GribShortcut.StepRange && start != value && form is GribForm.Native or GribForm.Text)
                {
                    answer = GribAnswer.Of(string.Create(CultureInfo.InvariantCulture, $"{start}-{value}"));
                    return true;
                }

                if (shortcut == GribShortcut.StartStep)
                    value = start;
                break;
            case GribShortcut.Member:
                if (!TryMember(message, sections, out value))
                    return false;
                break;
            default:
                if (!TryReference(shortcut, message, sections, out value))
                    return false;
                break;
        }

        if (form == GribForm.Native)
            form = shortcut == GribShortcut.StepRange ? GribForm.Text : GribForm.Long;
        answer = form switch
        {
            GribForm.Long => GribAnswer.Of(value),
            GribForm.Double => GribAnswer.Of((double)value),
            _ => GribAnswer.Of(value.ToString(shortcut == GribShortcut.Time ? "D4" : "D", CultureInfo.InvariantCulture)),
        };
        return true;
    }

    private static bool TryLevel(ReadOnlySpan<byte> message, in GribSections sections, out long level)
    {
        level = 0;
        var product = sections.Octets(message, sections.Product);
        if (sections.Edition == 1)
        {
            level = BinaryPrimitives.ReadUInt16BigEndian(product[GribSignature1.Level..]);
            return product[GribSignature1.LevelType] is 100 or 109 && level < 0xFFFF;
        }

        if (!TryLayout(product, out var layout))
            return false;
        var surfaces = product.Slice(layout.Surfaces, 12);
        var known = GribSignature.IsWholeHectopascal(surfaces, out var whole) || GribSignature.IsModelLevel(surfaces, out whole);
        level = whole;
        return known;
    }

    /// <summary>A point in time, or in GRIB2 one time range, with its step in hours. For a point start and end are equal.</summary>
    private static bool TryStep(ReadOnlySpan<byte> message, in GribSections sections, out long start, out long end)
    {
        var product = sections.Octets(message, sections.Product);
        if (sections.Edition == 1)
        {
            start = end = product[GribSignature1.TimeRange] switch
            {
                0 => product[GribSignature1.P1],
                10 => BinaryPrimitives.ReadUInt16BigEndian(product[GribSignature1.P1..]),
                _ => -1,
            };
            return product[GribSignature1.TimeUnit] == 1 && start >= 0;
        }

        start = end = 0;
        if (!TryLayout(product, out var layout) || product[layout.TimeUnit] != 1)
            return false;
        start = end = BinaryPrimitives.ReadUInt32BigEndian(product[(layout.TimeUnit + 1)..]);
        if (layout.Interval == 0)
            return start < LongestStep;
        var range = product.Slice(layout.FirstRange, 12);
        var length = BinaryPrimitives.ReadUInt32BigEndian(range[3..]);
        end = start + length;
        return product[layout.Ranges] == 1 && range[1] != 1 && range[2] == 1 && start < LongestStep && length < LongestStep;
    }

    private static bool TryMember(ReadOnlySpan<byte> message, in GribSections sections, out long member)
    {
        member = 0;
        var product = sections.Octets(message, sections.Product);
        if (sections.Edition == 1)
        {
            var found = GribSignature1.HasMember(product);
            member = found ? product[GribSignature1.MemberNumber] : 0;
            return found;
        }

        if (!TryLayout(product, out var layout) || layout.EnsembleLength != 3)
            return false;
        member = product[layout.Ensemble + 1];
        return true;
    }

    private static bool TryLayout(ReadOnlySpan<byte> product, out GribProductLayout layout) =>
        GribProductLayout.TryFind(BinaryPrimitives.ReadUInt16BigEndian(product[7..]), out layout)
        && product.Length >= layout.Length;

    /// <summary>The reference time, where it is a date of the calendar and a full minute.</summary>
    private static bool TryReference(GribShortcut shortcut, ReadOnlySpan<byte> message, in GribSections sections, out long value)
    {
        var section = sections.Octets(message, sections.Identification);
        int year;
        ReadOnlySpan<byte> rest;
        if (sections.Edition == 1)
        {
            var century = section[GribSignature1.Century];
            var ofCentury = section[GribSignature1.Year];
            year = century is 0 or 255 || ofCentury > 100 ? 0 : ((century - 1) * 100) + ofCentury;
            rest = section[(GribSignature1.Year + 1)..(GribSignature1.Year + 5)];
        }
        else
        {
            year = section[18] == 0 ? BinaryPrimitives.ReadUInt16BigEndian(section[12..]) : 0;
            rest = section[14..18];
        }

        value = shortcut switch
        {
            GribShortcut.Date => (year * 10_000) + (rest[0] * 100) + rest[1],
            GribShortcut.Time => (rest[2] * 100) + rest[3],
            GribShortcut.Year => year,
            GribShortcut.Month => rest[0],
            GribShortcut.Day => rest[1],
            GribShortcut.Hour => rest[2],
            GribShortcut.Second => 0, // of what has a year here
            _ => rest[3],
        };
        return year is > 0 and < 10_000 && rest[0] is > 0 and <= 12 && rest[1] is > 0 and <= 31 && rest[2] < 24 && rest[3] < 60;
    }
}
