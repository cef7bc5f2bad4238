using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Where a member came from.</summary>
/// <param name="Inputs">Where that came from that it was made of.</param>
/// <param name="Chain">The plans that handed it on, one after the other.</param>
internal readonly record struct MemberOrigin(Origin Origin, Origin[] Inputs, MetadataValue[] Chain);
