using Windrow.Core.Messages;

namespace Windrow.Core.State.Sets;

/// <summary>A member of a set that all processes of a flow have in common.</summary>
/// <param name="Home">See <see cref="SharedSetRow.Home"/>.</param>
/// <param name="Identity">What tells it from other members.</param>
/// <param name="Set">Number of its set.</param>
/// <param name="Number">Its place in the set.</param>
/// <param name="IsReady">Whether it counts.</param>
/// <param name="Value">What the action keeps of it; empty where it was not read.</param>
public sealed record SharedMemberRow(long Home, MessageId Identity, long Set, int Number, bool IsReady, byte[] Value, PayloadReference? Payload)
{
    /// <summary>Where the store has it among those of its home: the store's own.</summary>
    public int Run { get; set; }
}
