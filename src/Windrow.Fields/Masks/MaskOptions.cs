using Windrow.Core.Configuration;

namespace Windrow.Fields.Masks;

/// <summary>Options of the <c>mask</c> action, as multio has them.</summary>
public sealed class MaskOptions
{
    /// <summary>The largest single-precision number, which is exact in both precisions.</summary>
    public const double DefaultMissing = float.MaxValue;

    public static readonly OptionSet<MaskOptions> Set = new OptionSet<MaskOptions>("mask")
        .Flag("apply-bitmap", static o => o.ApplyBitmap, static (o, v) => o.ApplyBitmap = v, "Masked points become missing values; otherwise only 'offset-fields' are treated.")
        .Number("missing-value", static o => o.MissingValue, static (o, v) => o.MissingValue = v, "What stands for a missing value.", example: "-999")
        .TextList("offset-fields", static o => o.OffsetFields, static (o, v) => o.OffsetFields = v, "Fields, by 'name', to whose points 'offset-value' is added where they are not masked.", example: "[sst]")
        .Number("offset-value", static o => o.OffsetValue, static (o, v) => o.OffsetValue = v, "Added to the points of 'offset-fields'; by default from degrees Celsius to kelvin.")
        .Check(static (o, report) => o.Resolve(report));

    public bool ApplyBitmap { get; set; } = true;

    public double MissingValue { get; set; } = DefaultMissing;

    public IReadOnlyList<string> OffsetFields { get; set; } = [];

    public double OffsetValue { get; set; } = 273.15;

    private void Resolve(OptionReport report)
    {
        if (!ApplyBitmap && OffsetFields.Count == 0)
            report.Warning("apply-bitmap", "this 'mask' changes nothing", "name fields under 'offset-fields', or leave the action out");
        if (!double.IsFinite(OffsetValue))
            report.Error("offset-value", "'offset-value' has to be finite", rule: Rules.OutOfRange);
    }
}
