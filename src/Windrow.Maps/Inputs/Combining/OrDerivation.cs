using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Combining;

/// <summary>
/// <c>or</c>: at each instant the message of the first input, in the order of the definition, that has one. When a preferred one comes late, the
/// plan gives a revision.
/// </summary>
internal sealed class OrDerivation(string name, IReadOnlyList<string> inputs) : DerivationBase(name, inputs)
{
    public override PlanGroup GroupOf(AvailableMessage message) => PlanGroup.Of(message.Instant);

    public override IReadOnlyList<PlannedResult> Plan(IReadOnlyList<AvailableMessage> group) =>
        // MinBy takes the first of equals.
        group.MinBy(static message => message.Input) is { } first
            ? [new PlannedResult(first.Instant, DerivationOperation.Keep, TimeSpan.Zero, [first])]
            : [];

    public override IReadOnlyList<PlanGap> Gaps(IReadOnlyList<AvailableMessage> group) => [];

    protected override ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages) => messages[0];
}
