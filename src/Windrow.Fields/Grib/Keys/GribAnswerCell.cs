namespace Windrow.Fields.Grib.Keys;

/// <summary>An answer behind a reference, so that threads see it whole or not at all.</summary>
internal sealed class GribAnswerCell(GribAnswer answer)
{
    public GribAnswer Answer { get; } = answer;
}
