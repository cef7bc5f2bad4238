using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A member in memory.</summary>
/// <param name="Message">Settled already when the set was emitted before.</param>
/// <param name="Are">The numbers of the listed members that it is.</param>
internal sealed record HeldMember(Message Message, int[] Are);
