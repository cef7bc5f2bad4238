using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>A message that came for a set, on its way into the store.</summary>
/// <param name="Arrival">Which set and member it is of.</param>
/// <param name="Key">The set's key.</param>
/// <param name="Came">When it came, UTC.</param>
/// <param name="Are">The numbers of the listed members that it is.</param>
/// <param name="Id">Of the message.</param>
/// <param name="Facts">What is known of the member by this message alone.</param>
/// <param name="Expected">How many members its set is to have, where that was told.</param>
/// <param name="Rest">What its row ends with.</param>
/// <param name="Part">What it owes.</param>
internal sealed record SharedMember(SharedArrival Arrival, Metadata Key, DateTime Came, int[] Are, MessageId Id, MemberFacts Facts, long? Expected, byte[] Rest, PayloadReference? Payload, DeliveryPart? Part);
