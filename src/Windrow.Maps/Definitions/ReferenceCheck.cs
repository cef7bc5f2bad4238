using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Reading;

namespace Windrow.Maps.Definitions;

/// <summary>Finds names of inputs that are not defined.</summary>
internal static class ReferenceCheck
{
    /// <param name="definitions">What was read.</param>
    /// <param name="refused">Where definitions stand that were refused.</param>
    /// <param name="diagnostics">Takes the findings.</param>
    public static void Report(MapDefinitions definitions, IReadOnlyDictionary<string, SourceLocation> refused, DiagnosticBag diagnostics)
    {
        var names = definitions.Inputs.Select(static input => input.Name).Distinct().ToList();
        var steps = definitions.Recipes.SelectMany(static recipe => recipe.Steps.Select(step => (User: $"recipe '{recipe.Name}'", step.Input)))
            .Concat(definitions.Flavours.SelectMany(static flavour => flavour.Steps.Values.Select(step => (User: $"flavour '{flavour.Name}'", step.Input))));
        var inputs = definitions.Inputs.OfType<DerivedInput>().SelectMany(static input => input.Inputs.Select(one => (User: $"input '{input.Name}'", Input: (InputReference?)one)));
        foreach (var (user, input) in steps.Concat(inputs))
        {
            if (input is null || !definitions.Input(input.Name).IsEmpty)
                continue;
            var (message, advice) = refused.TryGetValue(input.Name, out var at)
                ? ($"input '{input.Name}', which {user} needs, was refused at {at}", "see the finding there")
                : ($"input '{input.Name}', which {user} needs, is not defined", Hints.Nearest(diagnostics, input.Name, names));
            diagnostics.Error(MapRules.UndefinedInput, input.Location, message, advice);
        }
    }
}
