using Windrow.Maps.Bundles;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Pantries;

namespace Windrow.Maps.Kitchen;

/// <summary>
/// Computes the derived inputs that products need, of what the pantry has, into the pantry. What is there already is not computed again.
/// Memory: the messages of one result at a time.
/// </summary>
/// <param name="tell">Told, with the name of the input, why a result is not there.</param>
/// <param name="record">Told what was computed.</param>
internal sealed class Cook(MapDefinitions definitions, AvailableInputs available, PantryFolder pantry, PantryPlans plans, Action<string, string> tell, TimeProvider time, InputRecord record)
{
    /// <summary>Makes all results that are possible now.</summary>
    /// <param name="wanted">The inputs that products draw.</param>
    /// <returns>How many were made.</returns>
    /// <exception cref="IOException">The pantry cannot be read or written.</exception>
    public int MakeAll(IEnumerable<string> wanted)
    {
        var made = 0;
        foreach (var input in InOrder(definitions.Closure(wanted)))
        {
            foreach (var definition in definitions.Input(input).OfType<DerivedInput>())
                made += Make(definition);
        }

        return made;
    }

    private int Make(DerivedInput definition)
    {
        IInputDerivation derivation;
        try
        {
            derivation = Derivations.Of(definition);
        }
        catch (InputDefinitionException exception)
        {
            tell(definition.Name, $"{definition.Location}: {exception.Message}");
            return 0;
        }

        var (plan, paths) = plans.Of(definition, derivation);
        var made = 0;
        foreach (var result in plan.Results)
        {
            if (available.FilesOf(definition).ContainsKey(result.Instant))
                continue;
            var start = time.GetTimestamp();
            var derived = derivation.Derive(result, [.. result.Messages.Select(message => (ReadOnlyMemory<byte>)plans.Read(paths[(int)message.Id]))]);
            if (!derived.IsMade)
            {
                tell(definition.Name, derived.Reason!);
                continue;
            }

            if (pantry.Put(definition, result.Instant, derived.Octets.Span))
                made++;
            record.Compute(definition.Name, time.GetElapsedTime(start), $"{definition.Type} of {string.Join(", ", derivation.Inputs)} at {result.Instant}");
        }

        pantry.Commit();
        return made;
    }

    // Those that others are made of first; definitions have no loops.
    private List<string> InOrder(IReadOnlySet<string> names)
    {
        var (order, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in names)
            Visit(name);
        return order;

        void Visit(string name)
        {
            if (!seen.Add(name))
                return;
            foreach (var derived in definitions.Input(name).OfType<DerivedInput>())
            {
                foreach (var input in derived.Inputs)
                    Visit(input.Name);
            }

            order.Add(name);
        }
    }
}
