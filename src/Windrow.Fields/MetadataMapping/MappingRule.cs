using Windrow.Core.Messages;

namespace Windrow.Fields.MetadataMapping;

/// <summary>One entry of <c>mappings</c>, with the rows that it chooses from.</summary>
/// <param name="Key">The metadata key whose value chooses the row.</param>
/// <param name="Rows">What each value of the key sets.</param>
/// <param name="Target">The nested metadata that get it; null: the message's own.</param>
internal sealed record MappingRule(MetadataSlot Key, IReadOnlyDictionary<MetadataValue, MappingRow> Rows, MetadataKey? Target);
