using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Keys;

/// <summary>
/// The signatures of GRIB1, where everything but the grid is in the product definition section. Offsets count from 0 at
/// the start of the section. Source: WMO FM 92 GRIB edition 1; ECMWF local definition 1 for the member.
/// </summary>
internal static class GribSignature1
{
    public const int Centre = 4;
    public const int LevelType = 9;
    public const int Level = 10;
    public const int Year = 12;
    public const int TimeUnit = 17;
    public const int P1 = 18;
    public const int P2 = 19;
    public const int TimeRange = 20;
    public const int Century = 24;
    private const int Parameter = 8;
    private const int SubCentre = 25;
    private const int LocalNumber = 40;
    public const int MemberNumber = 49;
    private const int Ecmwf = 98;

    public static bool Write(GribAspect aspect, ReadOnlySpan<byte> message, in GribSections sections, ref OctetWriter writer)
    {
        var product = sections.Octets(message, sections.Product);
        var grid = sections.Octets(message, sections.Grid);
        if (aspect == GribAspect.Grid)
        {
            writer.Add(product[3..8]);
            writer.Add(grid);
            return true;
        }

        if (aspect == GribAspect.Packing)
        {
            writer.Add(grid.Length > 5 ? grid[5] : (byte)0);
            var data = sections.Octets(message, sections.Data);
            writer.Add(data[3]);
            writer.Add(data[10]); // bits per value
            writer.Add(data.Length > 13 ? data[13] : (byte)0);
            return data.Length > 13;
        }

        var octets = writer.AddForChange(product);
        if (octets.IsEmpty)
            return false;
        octets.Slice(Year, 5).Clear();
        octets[Century] = 0;
        if (aspect is not GribAspect.Member)
            ClearMember(octets);
        if (aspect is GribAspect.Context or GribAspect.Member)
            octets.Slice(Parameter, 4).Clear();
        if (aspect is GribAspect.Step || (aspect is GribAspect.Product && !DependsOnLevel(product)))
            octets.Slice(Level, 2).Clear();
        if (aspect is not GribAspect.Step && product[TimeRange] is 0 or 1 or 2 or 3 or 4 or 5 or 10)
        {
            octets.Slice(P1, 2).Clear();
            octets.Slice(21, 3).Clear(); // numbers of fields in an average
        }

        return true;
    }

    private static bool DependsOnLevel(ReadOnlySpan<byte> product) =>
        product[LevelType] is not (100 or 109) || GribSignature.MayDependOnLevel(product[Centre]);

    /// <summary>Whether the section ends in ECMWF's local definition 1, which has a member number.</summary>
    public static bool HasMember(ReadOnlySpan<byte> product) =>
        product.Length > MemberNumber && product[LocalNumber] == 1
        && (product[Centre] == Ecmwf || product[SubCentre] == Ecmwf);

    private static void ClearMember(Span<byte> product)
    {
        if (HasMember(product))
            product[MemberNumber] = 0;
    }
}
