using System.Buffers.Binary;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Keys;

/// <summary>
/// Writes the octets that an aspect of a message depends on, the others left out or set to zero. No signature means that
/// the dependence is not known for this message, and that a handle has to answer.
/// </summary>
internal static class GribSignature
{
    public const int MaxLength = 4096;

    /// <summary>Offenbach and Moscow use one parameter number at different levels for different products.</summary>
    private const int CentreOffenbach = 78;
    private const int CentreCosmo = 80;

    /// <returns>The length of the signature, or 0 when there is none.</returns>
    public static int Write(GribAspect aspect, ReadOnlySpan<byte> message, in GribSections sections, Span<byte> signature)
    {
        var writer = new OctetWriter(signature);
        writer.Add((byte)aspect);
        writer.Add((byte)sections.Edition);
        var known = sections.Edition == 2
            ? Write2(aspect, message, sections, ref writer)
            : GribSignature1.Write(aspect, message, sections, ref writer);
        return known && !writer.Overflowed ? writer.Length : 0;
    }

    /// <summary>Whether the product can depend on a level of this kind in the definitions that come with ecCodes.</summary>
    public static bool MayDependOnLevel(int centre) =>
        centre is CentreOffenbach or CentreCosmo || !EcCodesLibrary.HasStandardDefinitions;

    private static bool Write2(GribAspect aspect, ReadOnlySpan<byte> message, in GribSections sections, ref OctetWriter writer)
    {
        var identification = sections.Octets(message, sections.Identification);
        var grid = sections.Octets(message, sections.Grid);
        var product = sections.Octets(message, sections.Product);
        if (aspect == GribAspect.Grid)
        {
            writer.Add(identification[5..12]);
            writer.Add(grid);
            return true;
        }

        if (aspect == GribAspect.Packing)
        {
            writer.Add(grid[12..14]);
            var representation = sections.Octets(message, sections.Representation);
            writer.Add(representation[9..12]); // the template, and the precision of IEEE floats
            if (representation.Length > 19)
                writer.Add(representation[19]); // bits per value in all templates of packing
            return true;
        }

        var template = BinaryPrimitives.ReadUInt16BigEndian(product[7..]);
        if (!GribProductLayout.TryFind(template, out var layout) || product.Length < layout.Length)
            return false;
        writer.Add(message[6]);
        writer.Add(identification[5..12]); // originator and tables, then 7 octets of the reference time
        writer.Add(identification[19..]);
        writer.Add(sections.Octets(message, sections.Local));
        writer.Add(product[5..9]); // number of vertical coordinates, template
        writer.Add(grid[12..14]);
        switch (aspect)
        {
            case GribAspect.Context:
            case GribAspect.Member:
                writer.Add(product[(layout.TimeUnit - 6)..(layout.TimeUnit - 3)]);
                if (layout.Interval != 0)
                    writer.Add(product[layout.FirstRange..(layout.FirstRange + 2)]);
                if (aspect == GribAspect.Member)
                    writer.Add(product.Slice(layout.Ensemble, layout.EnsembleLength));
                return true;
            case GribAspect.Level:
                writer.Add(product.Slice(layout.Surfaces, 12));
                return true;
            case GribAspect.Step:
                writer.Add(product.Slice(layout.TimeUnit, 5));
                if (layout.Interval == 0)
                    return true;
                // With more than one range ecCodes computes from the dates, which are left out here.
                writer.Add(product.Slice(layout.FirstRange, 12));
                return product[layout.Ranges] == 1;
            default:
                AddProduct(aspect, message[6], product, layout, identification, ref writer);
                if (BinaryPrimitives.ReadUInt16BigEndian(grid[12..]) == 101)
                    writer.Add(grid); // names of ICON's static fields depend on the number of the grid
                return layout.Interval == 0 || product[layout.Ranges] == 1;
        }
    }

    private static void AddProduct(
        GribAspect aspect, byte discipline, ReadOnlySpan<byte> product, in GribProductLayout layout, ReadOnlySpan<byte> identification,
        ref OctetWriter writer)
    {
        var octets = writer.AddForChange(product[9..layout.Length]);
        if (octets.IsEmpty)
            return;
        octets.Slice(layout.TimeUnit + 1 - 9, 4).Clear();
        if (layout.EnsembleLength == 3)
            octets[layout.Ensemble + 1 - 9] = 0;
        if (layout.Interval != 0)
        {
            octets.Slice(layout.Interval - 9, 7).Clear();
            octets.Slice(layout.Ranges + 1 - 9, 4).Clear();
            if (!GribTimeRangeProducts.MayDependOnLength(discipline, product[9], product[10]))
                octets.Slice(layout.FirstRange + 3 - 9, 4).Clear();
        }

        var centre = BinaryPrimitives.ReadUInt16BigEndian(identification[5..]);
        var surfaces = product.Slice(layout.Surfaces, 12);
        if (aspect == GribAspect.Product && !MayDependOnLevel(centre)
            && (IsWholeHectopascal(surfaces, out _) || IsModelLevel(surfaces, out _)))
            octets.Slice(layout.Surfaces + 2 - 9, 4).Clear();
    }

    /// <summary>One isobaric surface whose pressure is a whole number of hPa above zero.</summary>
    public static bool IsWholeHectopascal(ReadOnlySpan<byte> surfaces, out uint level)
    {
        var pascal = BinaryPrimitives.ReadUInt32BigEndian(surfaces[2..]);
        level = pascal / 100;
        return surfaces[0] == 100 && surfaces[1] == 0 && surfaces[6] == 255 && pascal % 100 == 0
            && pascal is > 0 and < int.MaxValue;
    }

    public static bool IsModelLevel(ReadOnlySpan<byte> surfaces, out uint level)
    {
        level = BinaryPrimitives.ReadUInt32BigEndian(surfaces[2..]);
        return surfaces[0] == 105 && surfaces[1] == 0 && surfaces[6] == 255 && level < int.MaxValue;
    }
}
