using Windrow.Core.Messages;

namespace Windrow.Core.Decisions;

/// <summary>What a rule says of an event.</summary>
/// <param name="Holds">Whether the event goes where the rule says.</param>
/// <param name="Why">For <c>explain</c>, with the values that matter: <c>the scan has 3 of 4 parts</c>.</param>
public readonly record struct Decision(bool Holds, string Why)
{
    /// <summary>What goes along with the event as its <c>parameters</c>, over those that the rule's target has in the flow file; null: nothing.</summary>
    public Metadata? Parameters { get; init; }
}
