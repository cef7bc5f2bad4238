namespace Windrow.Maps.Inputs.Planning;

/// <summary>A derivation with one result per instant for which there is a message of every input.</summary>
internal abstract class CommonInstantDerivation(string name, IReadOnlyList<string> inputs) : DerivationBase(name, inputs)
{
    public sealed override PlanGroup GroupOf(AvailableMessage message) => PlanGroup.Of(message.Instant);

    public sealed override IReadOnlyList<PlannedResult> Plan(IReadOnlyList<AvailableMessage> group)
    {
        var first = FirstOfEach(group);
        return first.Length == 0 || first.Contains(null)
            ? []
            : [new PlannedResult(group[0].Instant, DerivationOperation.Compute, TimeSpan.Zero, first!)];
    }

    public sealed override IReadOnlyList<PlanGap> Gaps(IReadOnlyList<AvailableMessage> group)
    {
        var first = FirstOfEach(group);
        var missing = Inputs.Where((_, input) => first[input] is null).ToList();
        return missing.Count == 0 || group.Count == 0 ? [] : [new PlanGap(group[0].Instant, $"there is no {string.Join(" and no ", missing)}")];
    }

    private AvailableMessage?[] FirstOfEach(IReadOnlyList<AvailableMessage> group)
    {
        var first = new AvailableMessage?[Inputs.Count];
        foreach (var message in group)
            first[message.Input] ??= message;
        return first;
    }
}
