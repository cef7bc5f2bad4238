using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>
/// A key lies between two bounds, both included. Bounds are rounded to doubles, so the term may hold where the filter
/// does not, never the other way round.
/// </summary>
internal sealed record RangeTerm(MetadataKey Key, ColumnKind Kind, double Low, double High)
{
    /// <summary>For <see cref="ColumnKind.TextAxis"/>: the text begins like this. Where that lies on the axis is known when all beginnings are.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>How much the term leaves open; to compare terms by. A beginning leaves less than any range of numbers, a longer one less still.</summary>
    public double Width => Kind == ColumnKind.TextAxis ? -Prefix.Length : High - Low;

    public static RangeTerm OfPrefix(MetadataKey key, string prefix) => new(key, ColumnKind.TextAxis, double.NaN, double.NaN) { Prefix = prefix };
}
