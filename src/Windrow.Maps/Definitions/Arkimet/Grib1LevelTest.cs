using System.Collections.Immutable;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>
/// <c>level:GRIB1,type,l1,l2</c>. How many values a level has follows from its type (WMO code table 3 of GRIB 1): the
/// surface none, an isobaric level one, a layer two. A value that a level does not have equals none.
/// </summary>
internal sealed class Grib1LevelTest(ImmutableArray<long?> fields) : ArkimetTest("level", "GRIB1", fields)
{
    private static readonly MetadataKey Type = "indicatorOfTypeOfLevel";
    private static readonly MetadataKey Level = "level";
    private static readonly MetadataKey Top = "topLevel";
    private static readonly MetadataKey Bottom = "bottomLevel";

    public override ImmutableArray<(MetadataKey Key, long Value)> Keys =>
    [
        (ArkimetKeys.Edition, 1),
        .. Field(0) is { } type ? [(Type, type)] : Array.Empty<(MetadataKey, long)>(),
        .. HasOneValue && Field(1) is { } level ? [(Level, level)] : Array.Empty<(MetadataKey, long)>(),
    ];

    public override bool IsExact => (Field(1) is null && Field(2) is null) || (HasOneValue && Field(2) is null);

    private bool HasOneValue => Field(0) is { } type && Values(type) == 1;

    public override bool Holds(Metadata message)
    {
        if (GribNumber.Of(message, ArkimetKeys.Edition) != 1 || GribNumber.Of(message, Type) is not { } type || !Fits(0, type))
            return false;
        if (Field(1) is null && Field(2) is null)
            return true;
        var values = Values(type);
        var first = values == 0 ? null : GribNumber.Of(message, values == 1 ? Level : Top);
        var second = values == 2 ? GribNumber.Of(message, Bottom) : null;
        return Fits(1, first) && Fits(2, second);
    }

    private static int Values(long type) => type switch
    {
        <= 9 or 102 or >= 200 => 0,
        101 or 104 or 106 or 108 or 110 or 112 or 114 or 116 or 120 or 121 or 128 or 141 => 2,
        _ => 1,
    };
}
