using System.Collections.Immutable;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>One alternative of one condition of a matcher, such as <c>product:GRIB1,98,128,167</c>.</summary>
/// <param name="kind">What it looks at: product, origin, level, timerange.</param>
/// <param name="style">Whose encoding: GRIB1, GRIB2, GRIB2S, GRIB2D, Timedef.</param>
/// <param name="fields">The fields as numbers; null for one that may be anything.</param>
internal abstract class ArkimetTest(string kind, string style, ImmutableArray<long?> fields)
{
    public string Kind { get; } = kind;

    public string Style { get; } = style;

    public ImmutableArray<long?> Fields { get; } = fields;

    /// <summary>Keys that have these values in every message for which the test holds.</summary>
    public abstract ImmutableArray<(MetadataKey Key, long Value)> Keys { get; }

    /// <summary>Whether the test holds for every message whose <see cref="Keys"/> have their values.</summary>
    public abstract bool IsExact { get; }

    public abstract bool Holds(Metadata message);

    public override string ToString() => $"{Kind}:{Style},{string.Join(',', Fields.Select(static field => field?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""))}".TrimEnd(',');

    protected long? Field(int index) => index < Fields.Length ? Fields[index] : null;

    /// <summary>Whether a field may be anything or is what the message has.</summary>
    protected bool Fits(int index, long? found) => Field(index) is not { } wanted || wanted == found;
}
