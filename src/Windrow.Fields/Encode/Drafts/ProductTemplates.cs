using Windrow.Native.EcCodes;

namespace Windrow.Fields.Encode.Drafts;

/// <summary>Moves between the product definition templates of GRIB2 (WMO code table 4.0) that differ in one respect.</summary>
internal static class ProductTemplates
{
    private static readonly EcCodesKey Number = new("productDefinitionTemplateNumber");

    /// <summary>To the template for an interval of time.</summary>
    public static bool TryToInterval(GribHandle handle)
    {
        var now = handle.GetLong(Number);
        long to = now switch
        {
            0 => 8,
            1 => 11,
            2 => 12,
            5 => 9,
            6 => 10,
            40 => 42,
            41 => 43,
            _ => now,
        };
        if (to != now)
            handle.SetLong(Number, to);
        if (!handle.Has("typeOfStatisticalProcessing"))
            throw new EcCodesException(EcCodesStatus.NotImplemented, $"make productDefinitionTemplateNumber = {now} one for an interval of time", Number.Name);
        if (handle.GetLong("numberOfTimeRange") != 1)
            handle.SetLong("numberOfTimeRange", 1);
        return true;
    }

    /// <summary>To the template for a member of an ensemble.</summary>
    public static bool TryToMember(GribHandle handle)
    {
        if (handle.Has("perturbationNumber"))
            return false;
        var now = handle.GetLong(Number);
        long to = now switch
        {
            0 => 1,
            8 => 11,
            40 => 41,
            42 => 43,
            _ => throw new EcCodesException(EcCodesStatus.NotImplemented, $"give productDefinitionTemplateNumber = {now} an ensemble member", Number.Name),
        };
        handle.SetLong(Number, to);
        return true;
    }
}
