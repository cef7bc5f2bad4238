using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A member in memory.</summary>
/// <param name="Message">Settled already when the set was emitted before.</param>
/// <param name="Are">The numbers of the listed members that it is.</param>
/// <param name="Entry">What the list of the members tells of it; null: where it came from.</param>
internal sealed record HeldMember(Message Message, int[] Are, string? Entry);
