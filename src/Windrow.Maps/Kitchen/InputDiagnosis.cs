using System.Globalization;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Pantries;

namespace Windrow.Maps.Kitchen;

/// <summary>Why an input is not there: for each of its definitions what it waits for, down to the messages that did not come.</summary>
/// <param name="filter">The conditions by which messages are recognised; null: any.</param>
/// <param name="failures">Why results could not be computed, by the name of the input.</param>
internal sealed class InputDiagnosis(MapDefinitions definitions, AvailableInputs available, Cook cook, InputFilter? filter, ILookup<string, string> failures)
{
    private const int MostInstants = 4;
    private const int MostReasons = 8;

    /// <param name="missing">The instants at which it is wanted; empty: at any.</param>
    /// <param name="depth">How far the lines are indented.</param>
    public IEnumerable<string> Of(string input, IReadOnlySet<Instant> missing, int depth)
    {
        var indent = new string(' ', 2 * depth);
        foreach (var reason in failures[input].Take(MostReasons))
            yield return $"{indent}{reason}";
        foreach (var definition in definitions.Input(input))
        {
            yield return $"{indent}{Title(definition)}: {State(definition, missing)}";
            if (definition is not DerivedInput derived)
                continue;
            foreach (var line in Of(derived, missing, depth + 1))
                yield return line;
        }
    }

    /// <summary>The instants at which a derived input is not there, though something is that it is computed from, be it several derivations away.</summary>
    public IReadOnlySet<Instant> NotComputed(string input)
    {
        var missing = new HashSet<Instant>();
        foreach (var definition in definitions.Input(input).OfType<DerivedInput>())
        {
            missing.UnionWith(Gaps(definition).Select(static gap => gap.Instant));
            foreach (var source in definition.Inputs)
                missing.UnionWith(NotComputed(source.Name));
        }

        missing.ExceptWith(available.InstantsOf(input));
        return missing;
    }

    private IEnumerable<string> Of(DerivedInput definition, IReadOnlySet<Instant> missing, int depth)
    {
        var wanted = Gaps(definition).Where(gap => missing.Count == 0 || missing.Contains(gap.Instant)).GroupBy(static gap => gap.Reason).ToList();
        foreach (var reason in wanted.Take(MostReasons))
            yield return $"{new string(' ', 2 * depth)}at {Text([.. reason.Select(static gap => gap.Instant)])}: {reason.Key}";
        foreach (var input in definition.Inputs.Select(static input => input.Name).Distinct())
        {
            var has = available.InstantsOf(input);
            var lacks = missing.Where(instant => !has.Contains(instant)).ToHashSet();
            if (available.IsStatic(input) || (has.Count > 0 && lacks.Count == 0))
                continue;
            foreach (var line in Of(input, lacks, depth))
                yield return line;
        }
    }

    // What cannot be computed at all is among the failures.
    private IEnumerable<PlanGap> Gaps(DerivedInput definition) => cook.PlanOf(definition)?.Gaps ?? [];

    private static string Title(InputDefinition definition) => $"'{definition.Name}'{(definition.Model is { } model ? $" of model '{model}'" : "")} ({definition.Location})";

    private string State(InputDefinition definition, IReadOnlySet<Instant> missing)
    {
        var has = available.FilesOf(definition).Keys.Order().ToList();
        var what = definition switch
        {
            DerivedInput derived => $"{derived.Type} of {string.Join(", ", derived.Inputs.Select(static input => input.Name))}",
            StreamInput stream => ConditionOf(stream) is { } condition ? $"messages with {condition}" : "it takes no messages",
            _ => definition.Type,
        };
        return has.Count == 0 ? $"{what}; there are none"
            : missing.Count == 0 ? $"{what}; there are some at {Text(has)}"
            : $"{what}; there are none at {Text([.. missing.Where(instant => !has.Contains(instant)).Order()])}, but at {Text(has)}";
    }

    private string? ConditionOf(StreamInput stream)
    {
        var (keys, matcher) = (stream.EcCodes?.ToString(), stream.Arkimet?.Text);
        return filter switch { InputFilter.EcCodes => keys, InputFilter.Arkimet => matcher, _ => keys is null ? matcher : matcher is null ? keys : $"{keys}, or in a stream of arkimet {matcher}" };
    }

    private static string Text(IReadOnlyList<Instant> instants) => instants.Count <= MostInstants
        ? string.Join(", ", instants)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", instants.Take(MostInstants))} and {instants.Count - MostInstants} more");
}
