using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>What is kept of a member beside where it came from.</summary>
/// <param name="IsReady">Whether it counts.</param>
/// <param name="Known">The keys that the condition of 'ready-when' asks for, as far as they came; empty without one.</param>
/// <param name="Entry">What the list of the members tells of it; null: where it came from.</param>
internal readonly record struct MemberFacts(bool IsReady, Metadata Known, string? Entry);
