using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Maps.Definitions.Linting;

/// <summary>Definitions that nobody uses, or that can never be of use.</summary>
internal static class UsageLint
{
    private static readonly string[] Wildcards = ["any", "all", "every", "*", "default", "none"];

    public static void Report(MapDefinitions definitions, DiagnosticBag diagnostics)
    {
        var used = definitions.Closure(definitions.Flavours
            .SelectMany(flavour => definitions.Recipes.Where(recipe => flavour.Allows(recipe.Name)).SelectMany(recipe => MapDefinitions.InputsOf(recipe, flavour)))
            .Concat(definitions.Flavours.IsEmpty ? definitions.Recipes.SelectMany(static recipe => recipe.Steps).Select(static step => step.Input).OfType<InputReference>() : [])
            .Select(static input => input.Name));
        foreach (var input in definitions.Inputs.DistinctBy(static input => input.Name).Where(input => !used.Contains(input.Name)))
            diagnostics.Warning(MapRules.UnusedInput, input.Location, $"no recipe uses input '{input.Name}'", "remove it, or draw it");

        foreach (var input in definitions.Inputs)
        {
            if (input.Model is { } model && Wildcards.Contains(model.ToLowerInvariant()))
                diagnostics.Warning(MapRules.ModelName, input.Location, $"the model '{model}' of input '{input.Name}' is a name like others and stands for itself only", "leave 'model' out for all models");
            if (input is StreamInput { EcCodes: null, Arkimet: null, IsSkipped: var isSkipped })
                diagnostics.Warning(MapRules.NeverMatches, input.Location, $"input '{input.Name}' takes no message, {(isSkipped ? "it is skipped in every stream" : "it has no filter")}", "add 'eccodes:' with a condition");
            if (input is DerivedInput derived)
                ReportModels(derived, definitions, diagnostics);
        }

        foreach (var glob in definitions.Flavours.SelectMany(static flavour => flavour.RecipesFilter))
        {
            if (!definitions.Recipes.Any(recipe => glob.Matches(recipe.Name)))
                diagnostics.Warning(MapRules.WithoutEffect, glob.Location, $"no recipe has a name like '{glob.Pattern}'", Suggestion.Phrase(glob.Pattern, definitions.Recipes.Select(static recipe => recipe.Name)));
        }
    }

    // What is computed for a model is computed from definitions for that model or for all.
    private static void ReportModels(DerivedInput derived, MapDefinitions definitions, DiagnosticBag diagnostics)
    {
        if (derived.Model is not { } model || derived is StatisticInput or OrInput or GroundToMslInput)
            return;
        foreach (var input in derived.Inputs)
        {
            var alternatives = definitions.Input(input.Name);
            if (!alternatives.IsEmpty && alternatives.All(one => one.Model is not null && one.Model != model))
                diagnostics.Warning(MapRules.NeverMatches, input.Location, $"input '{input.Name}', from which '{derived.Name}' is computed for model '{model}', has no definition for that model", $"it has one for {string.Join(", ", alternatives.Select(static one => one.Model))}");
        }
    }
}
