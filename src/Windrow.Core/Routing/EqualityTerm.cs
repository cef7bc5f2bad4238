using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>A key has one of some values.</summary>
internal sealed record EqualityTerm(MetadataKey Key, ColumnKind Kind, MetadataValue[] Values);
