using System.Collections.Immutable;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary><c>timerange:GRIB1,type,p1,p2</c>; p1 and p2 count where the type has them.</summary>
internal sealed class Grib1TimeRangeTest(string text, long? type, TimeField? first, TimeField? second) : ArkimetTest("timerange", "GRIB1", [type])
{
    private static readonly MetadataKey RangeType = "timeRangeIndicator";
    private static readonly MetadataKey P1 = "P1";
    private static readonly MetadataKey P2 = "P2";
    private static readonly MetadataKey Unit = "indicatorOfUnitOfTimeRange";

    public override ImmutableArray<(MetadataKey Key, long Value)> Keys =>
        type is { } known ? [(ArkimetKeys.Edition, 1), (RangeType, known)] : [(ArkimetKeys.Edition, 1)];

    public override bool IsExact => first is null && second is null;

    public override bool Holds(Metadata message)
    {
        if (GribNumber.Of(message, ArkimetKeys.Edition) != 1 || GribNumber.Of(message, RangeType) is not { } found || !Fits(0, found))
            return false;
        var unit = GribNumber.Of(message, Unit) ?? -1;

        // An analysis has neither, a forecast has P1, averages over analyses have P2.
        return (first is null || found is 1 or 113 or 123 || first.Value.Fits(TimeValue.Of(GribNumber.Of(message, P1) ?? 0, unit, 1)))
            && (second is null || found is 0 or 1 or 10 || second.Value.Fits(TimeValue.Of(GribNumber.Of(message, P2) ?? 0, unit, 1)));
    }

    public override string ToString() => $"timerange:GRIB1,{text}".TrimEnd(',');
}
