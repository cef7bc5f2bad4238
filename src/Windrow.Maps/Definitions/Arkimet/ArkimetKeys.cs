using System.Collections.Immutable;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>The GRIB keys, by ecCodes' names, from which arkimet makes its metadata (arkimet's scanners of GRIB 1 and 2).</summary>
internal static class ArkimetKeys
{
    public static readonly MetadataKey Edition = "editionNumber";

    /// <summary>product:GRIB1,centre,table,parameter</summary>
    public static readonly ImmutableArray<MetadataKey> Product1 = ["centre", "table2Version", "indicatorOfParameter"];

    /// <summary>product:GRIB2,centre,discipline,category,number,tables,local tables</summary>
    public static readonly ImmutableArray<MetadataKey> Product2 = ["centre", "discipline", "parameterCategory", "parameterNumber", "tablesVersion", "localTablesVersion"];

    /// <summary>origin:GRIB1,centre,subcentre,process</summary>
    public static readonly ImmutableArray<MetadataKey> Origin1 = ["centre", "subCentre", "generatingProcessIdentifier"];

    /// <summary>origin:GRIB2,centre,subcentre,type of process,background process,process</summary>
    public static readonly ImmutableArray<MetadataKey> Origin2 = ["centre", "subCentre", "typeOfGeneratingProcess", "backgroundProcess", "generatingProcessIdentifier"];
}
