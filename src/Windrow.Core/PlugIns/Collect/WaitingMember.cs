using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A member that does not count yet.</summary>
/// <param name="Number">Its place in the set: the row that has what is known of it.</param>
/// <param name="Row">The row that has the member itself, which stands before that when something was told of it since.</param>
/// <param name="Id">Of its message.</param>
/// <param name="Are">The numbers of the listed members that it is.</param>
/// <param name="Known">What is known of it.</param>
/// <param name="Held">Its message, where no state store has it.</param>
internal sealed record WaitingMember(int Number, int Row, MessageId Id, int[] Are, Metadata Known, HeldMember? Held);
