using Windrow.Core.Messages;
using Windrow.Fields.Grib;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>
/// What the header of a field that came from GRIB says about the field, as entries of its own: for a template or sample, which know another
/// field's parameter, level and time. Entries that the message has win.
/// </summary>
internal static class HeaderKeys
{
    private static readonly MetadataKey StepRange = "stepRange";
    private static readonly MetadataKey StepType = "stepType";
    private static readonly MetadataKey EndStep = "endStep";
    private static readonly MetadataKey Operation = "operation";

    // Each is taken when the message has none of those that would say the same.
    private static readonly (MetadataKey Key, MetadataKey[] UnlessThere)[] Same =
    [
        ("paramId", ["paramId", "shortName", "param"]),
        ("typeOfLevel", ["typeOfLevel", "levtype"]),
        ("level", ["level", "levelist"]),
        ("dataDate", ["startDate", "date", "dataDate"]),
        ("dataTime", ["startDate", "date", "dataDate"]),
        ("number", ["number", "ensembleMember", "ensemble-member"]),
        ("class", ["class", "marsClass"]),
        ("stream", ["stream", "marsStream"]),
        ("type", ["type", "marsType"]),
        ("expver", ["expver", "experimentVersionNumber"]),
    ];

    private static readonly MetadataKey[] Steps = ["step", "endStep", "startStep", "stepRange", "startStepInHours", "currentDate"];

    public static Metadata AddTo(Metadata metadata, GribTail tail)
    {
        var builder = metadata.Change();
        foreach (var (key, unlessThere) in Same)
        {
            if (!HasOwn(metadata, unlessThere) && tail.TryGet(key, out var value) && !IsUnknown(value))
                builder.Set(key, value);
        }

        if (!HasOwn(metadata, Steps))
            AddStep(metadata, tail, builder);
        return builder.Build();
    }

    private static void AddStep(Metadata metadata, GribTail tail, MetadataBuilder builder)
    {
        if (!tail.TryGetText(StepRange, out var range))
            return;
        if (!range.Contains('-'))
        {
            if (tail.TryGet(EndStep, out var step))
                builder.Set(EndStep, step);
            return;
        }

        builder.Set(StepRange, range);
        if (!HasOwn(metadata, [Operation]) && tail.TryGetText(StepType, out var type) && OperationOf(type) is { } operation)
            builder.Set(Operation, operation);
    }

    private static string? OperationOf(string stepType) => stepType switch
    {
        "avg" => "average",
        "accum" => "accumulate",
        "max" => "maximum",
        "min" => "minimum",
        "diff" => "difference",
        _ => null,
    };

    private static bool IsUnknown(MetadataValue value) => value.TryGetString(out var text) && text is "unknown" or "MISSING";

    private static bool HasOwn(Metadata metadata, MetadataKey[] keys)
    {
        foreach (var key in keys)
        {
            if (metadata.Shape.IndexOf(key) >= 0)
                return true;
        }

        return false;
    }
}
