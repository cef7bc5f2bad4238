using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A member of a set, as the state store has it.</summary>
/// <param name="Number">Its place in the set, from 1.</param>
/// <param name="Id">Of the message.</param>
/// <param name="Came">When it came, UTC.</param>
/// <param name="Metadata">The keys by which it is listed; where members are kept whole, all that stand in the message itself.</param>
public sealed record StoredMember(int Number, MessageId Id, DateTime Came, Origin Origin, Metadata Metadata);
