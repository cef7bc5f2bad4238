using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>
/// A key lies between two bounds, both included. Bounds are rounded to doubles, so the term may hold where the filter
/// does not, never the other way round.
/// </summary>
internal sealed record RangeTerm(MetadataKey Key, ColumnKind Kind, double Low, double High);
