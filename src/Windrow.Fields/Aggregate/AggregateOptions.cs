using Windrow.Core.Configuration;
using Windrow.Fields.Masks;

namespace Windrow.Fields.Aggregate;

/// <summary>Options of the <c>aggregate</c> action; multio's has none.</summary>
public sealed class AggregateOptions
{
    /// <summary>The metadata that identify a field in both generations of multio, and ecCodes' names of the same.</summary>
    public static readonly IReadOnlyList<string> DefaultKey =
    [
        "name", "category", "domain", "param", "paramId", "shortName", "nemoParam", "level", "levelist", "levtype", "typeOfLevel", "fesomLevelType",
        "startDate", "startTime", "date", "time", "dataDate", "dataTime", "step", "endStep", "stepRange", "timespan", "stattype", "operation", "operation-frequency",
        "previousDate", "previousTime", "currentDate", "currentTime", "misc-precision", "gridType", "grid", "truncation",
        "class", "stream", "type", "expver", "model", "number", "ensemble-member", "ensembleMember", "origin", "chem", "wavelength", "direction", "frequency",
        "ident", "instrument", "channel", "hdate", "refdate", "anoffset", "fcmonth", "fcperiod", "method", "system", "iteration", "diagnostic",
        "dataset", "activity", "experiment", "generation", "realization", "resolution",
    ];

    public static readonly OptionSet<AggregateOptions> Set = new OptionSet<AggregateOptions>("aggregate")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Parts with equal values of these metadata keys belong to one field; absent ones count as a value of their own. By default the keys by which MARS, multio and ecCodes identify a field; in strict-multio-compat all metadata.", example: "[name, level, step]")
        .Duration("deadline", static o => o.Deadline, static (o, v) => o.Deadline = v, "How long after its last part a field may stay incomplete; also how long a part waits for its domain, and a flush for the other clients. 0s: for ever.", min: TimeSpan.Zero, example: "10m")
        .Choice("on-incomplete", static o => o.OnIncomplete, static (o, v) => o.OnIncomplete = v, "What becomes of an incomplete field at its deadline or when the model ends: its missing parts are told, and waited for while the model runs (then it is a dead letter); it becomes a dead letter; or it is emitted with missing values and 'complete: false'.", [("report", IncompletePolicy.Report), ("dead-letter", IncompletePolicy.DeadLetter), ("emit", IncompletePolicy.Emit)])
        .ByteSize("maximum-open-bytes", static o => o.MaximumOpenBytes, static (o, v) => o.MaximumOpenBytes = v, "Memory for incomplete fields, and for parts that wait for their domain. When it is full, an incomplete field past its deadline gives its place, else the part that would begin another one waits.", min: 1)
        .Number("missing-value", static o => o.MissingValue, static (o, v) => o.MissingValue = v, "What stands at points that no client has, where the metadata name no 'missingValue'.", example: "-999");

    public IReadOnlyList<string> Key { get; set; } = DefaultKey;

    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(10);

    public IncompletePolicy OnIncomplete { get; set; }

    public long MaximumOpenBytes { get; set; } = 4L << 30;

    public double MissingValue { get; set; } = MaskOptions.DefaultMissing;
}
