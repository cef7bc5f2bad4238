using System.Collections.Immutable;
using Windrow.Core.Filters;
using Windrow.Core.Messages;
using Windrow.Core.Routing;
using Windrow.Maps.Definitions.Arkimet;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Linting;

namespace Windrow.Maps.Pantries;

/// <summary>
/// Tells which inputs a GRIB message is, by its keys. The conditions of all inputs are one index, so the cost grows with
/// the inputs that a message is, not with those that are defined. Immutable, safe for several threads, each with a <see cref="MatchSet"/> of its own.
/// </summary>
internal sealed class InputRecogniser
{
    private readonly ImmutableArray<StreamInput> _inputs;
    private readonly ArkimetMatcher?[] _inexact;
    private readonly Router _router;

    /// <param name="inputs">Those that are wanted; one without a condition of the kind is never recognised.</param>
    public InputRecogniser(IEnumerable<StreamInput> inputs, InputFilter by)
    {
        _inputs = [.. inputs.Where(input => ConditionOf(input, by) is not null)];
        _inexact = [.. _inputs.Select(input => by == InputFilter.Arkimet && input.Arkimet is { IsExact: false } matcher ? matcher : null)];
        _router = Router.Build(_inputs.Select((input, index) => new RoutedPlan(index, ConditionOf(input, by))));
    }

    /// <summary>The inputs that are recognised at all.</summary>
    public ImmutableArray<StreamInput> Inputs => _inputs;

    /// <summary>Adds the inputs that a message is to a list, in the order of their definitions.</summary>
    /// <param name="set">Memory that is used again for every message.</param>
    public void Recognise(Metadata message, MatchSet set, List<StreamInput> into)
    {
        _router.Match(message, set);
        foreach (var index in set.Plans)
        {
            if (_inexact[index] is not { } matcher || matcher.Matches(message))
                into.Add(_inputs[index]);
        }
    }

    private static Filter? ConditionOf(StreamInput input, InputFilter by) => by == InputFilter.Arkimet ? input.Arkimet?.Index : input.EcCodes is { } condition && CanHold(condition) ? condition : null;

    // A misspelt key is absent from every message, and to find that out ecCodes would have to open each of them.
    private static bool CanHold(EcCodesCondition condition) => !new ConditionTerms(condition).Required.Any(static term => ConditionLint.MeantBy(term.Key) is not null);
}
