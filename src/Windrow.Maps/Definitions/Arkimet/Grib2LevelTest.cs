using System.Collections.Immutable;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>
/// <c>level:GRIB2S,type,scale,value</c> and <c>level:GRIB2D,type1,scale1,value1,type2,scale2,value2</c>: a single level has no
/// second surface, a layer has two. A surface without a value has scale and value 0.
/// </summary>
internal sealed class Grib2LevelTest(ImmutableArray<long?> fields, bool isLayer) : ArkimetTest("level", isLayer ? "GRIB2D" : "GRIB2S", fields)
{
    private const long None = 255;

    private static readonly MetadataKey[] First = ["typeOfFirstFixedSurface", "scaleFactorOfFirstFixedSurface", "scaledValueOfFirstFixedSurface"];
    private static readonly MetadataKey[] Second = ["typeOfSecondFixedSurface", "scaleFactorOfSecondFixedSurface", "scaledValueOfSecondFixedSurface"];

    // Only what a message has to have as it is written: 0 may stand for a value that is missing.
    public override ImmutableArray<(MetadataKey Key, long Value)> Keys =>
    [
        (ArkimetKeys.Edition, 2),
        .. Needed(First, 0),
        .. isLayer ? Needed(Second, 3) : [],
    ];

    public override bool IsExact => false;

    public override bool Holds(Metadata message)
    {
        if (GribNumber.Of(message, ArkimetKeys.Edition) != 2 || GribNumber.Of(message, First[0]) is not { } type || !Fits(0, type))
            return false;
        var second = GribNumber.Of(message, Second[0]) ?? None;
        return isLayer == (second != None) && FitsSurface(message, First, 0) && (!isLayer || (Fits(3, second) && FitsSurface(message, Second, 3)));
    }

    private bool FitsSurface(Metadata message, MetadataKey[] keys, int offset)
    {
        var scale = GribNumber.Of(message, keys[1]);
        return Fits(offset + 1, scale ?? 0) && Fits(offset + 2, scale is null ? 0 : GribNumber.Of(message, keys[2]) ?? 0);
    }

    private IEnumerable<(MetadataKey, long)> Needed(MetadataKey[] keys, int offset)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (Field(offset + i) is { } value && (i == 0 || value != 0))
                yield return (keys[i], value);
        }
    }
}
