using Windrow.Core.Messages;

namespace Windrow.Fields.MetadataMapping;

/// <summary>What a row of <c>data</c> sets by a rule.</summary>
/// <param name="Values">Keys and their values.</param>
/// <param name="Lacks">A column that the rule needs and the row does not have; null when it has them all.</param>
internal sealed record MappingRow(IReadOnlyList<(MetadataKey Key, MetadataValue Value)> Values, string? Lacks);
