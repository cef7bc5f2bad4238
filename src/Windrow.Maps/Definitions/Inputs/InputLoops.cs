namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Finds definitions of inputs by which an input would be computed from itself.</summary>
internal static class InputLoops
{
    /// <returns>Definitions without which there is no circle any more, with the name by which each closes one.</returns>
    public static List<(DerivedInput Input, InputReference By)> Find(IReadOnlyDictionary<string, List<InputDefinition>> inputs)
    {
        // Depth first without recursion, for a chain may be as long as the folder is large.
        var closing = new List<(DerivedInput, InputReference)>();
        var done = new HashSet<InputDefinition>(ReferenceEqualityComparer.Instance);
        var within = new HashSet<InputDefinition>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(InputDefinition Input, bool IsEnd)>();
        foreach (var start in inputs.Values.SelectMany(static alternatives => alternatives))
        {
            open.Push((start, false));
            while (open.TryPop(out var next))
            {
                if (next.IsEnd)
                {
                    within.Remove(next.Input);
                    done.Add(next.Input);
                    continue;
                }

                if (next.Input is not DerivedInput derived || done.Contains(derived) || !within.Add(derived))
                    continue;
                open.Push((derived, true));
                var sources = derived.Inputs.SelectMany(reference => (inputs.GetValueOrDefault(reference.Name) ?? []).Where(one => IsSource(one, derived)).Select(one => (One: one, Reference: reference))).ToList();
                if (sources.Find(source => within.Contains(source.One)) is { One: not null } circle)
                    closing.Add((derived, circle.Reference));
                else
                    sources.ForEach(source => open.Push((source.One, false)));
            }
        }

        return closing;
    }

    // An input for a model is computed from inputs for that model or for all; some types do not look at the model.
    private static bool IsSource(InputDefinition source, DerivedInput derived) =>
        derived.Model is null || source.Model is null || source.Model == derived.Model || derived is StatisticInput or OrInput or GroundToMslInput;
}
