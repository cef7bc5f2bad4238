using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A member that does not count yet.</summary>
/// <param name="Number">Its place among the rows of the set.</param>
/// <param name="Known">What is known of it.</param>
/// <param name="Held">Its message, where no state store has it.</param>
internal sealed record WaitingMember(int Number, Metadata Known, HeldMember? Held);
