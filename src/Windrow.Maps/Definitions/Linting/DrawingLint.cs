using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Recipes;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Linting;

/// <summary>Steps that draw nothing, in the flavours in which they do.</summary>
internal sealed class DrawingLint(MapDefinitions definitions, DiagnosticBag diagnostics)
{
    private readonly Dictionary<(Rule Rule, SourceLocation At, string Message, string Advice), List<string>> _found = [];

    public static void Report(MapDefinitions definitions, DiagnosticBag diagnostics) => new DrawingLint(definitions, diagnostics).Report();

    private void Report()
    {
        foreach (var recipe in definitions.Recipes)
        {
            _found.Clear();
            var flavours = definitions.Flavours.Where(flavour => flavour.Allows(recipe.Name)).ToList();
            foreach (var flavour in flavours)
                Look(recipe, flavour);
            foreach (var (found, names) in _found)
            {
                var where = names.Count == flavours.Count ? "in every flavour" : $"in flavour {string.Join(", ", names.Take(3).Select(static name => $"'{name}'"))}{(names.Count > 3 ? $" and {names.Count - 3} more" : "")}";
                diagnostics.Report(found.Rule == MapRules.UndefinedInput, found.Rule, ScalarNode.Of("", found.At), $"{found.Message} {where}", found.Advice);
            }
        }
    }

    private void Look(Recipe recipe, Flavour flavour)
    {
        StepArguments? field = null;
        var isDrawn = true;
        var hasStream = false;
        foreach (var step in recipe.Resolve(flavour))
        {
            if (step.Type.InputKey is { } key && step.Input is null)
                Add(flavour, MapRules.UndefinedInput, step.Location, $"{step.Type} has no '{key}'", "name an input, or write 'skip: on'");
            hasStream |= step.Input is { } input && definitions.Input(input.Name).Any(static one => one is not (StaticInput or ShapeInput));
            if (step.Type.Action == MagicsAction.Grib)
            {
                Undrawn(flavour, field, isDrawn);
                (field, isDrawn) = (step, false);
            }
            else if (step.Type.Action is MagicsAction.Contour or MagicsAction.Wind or MagicsAction.Symbol)
            {
                isDrawn = true;
                if (field is null)
                    Add(flavour, MapRules.WithoutEffect, step.Location, $"{step.Type} stands before any add_grib and draws nothing", "put it behind the field that it draws");
            }
        }

        Undrawn(flavour, field, isDrawn);
        if (!hasStream)
            Add(flavour, MapRules.WithoutEffect, recipe.Location, $"recipe '{recipe.Name}' uses nothing of the stream and has no products", "add a step with a field");
    }

    private void Undrawn(Flavour flavour, StepArguments? field, bool isDrawn)
    {
        if (field is not null && !isDrawn)
            Add(flavour, MapRules.WithoutEffect, field.Location, $"field '{field.Input?.Name}' is loaded and not drawn", "add add_contour, add_wind or add_symbols behind it");
    }

    private void Add(Flavour flavour, Rule rule, SourceLocation at, string message, string advice)
    {
        if (!_found.TryGetValue((rule, at, message, advice), out var flavours))
            _found.Add((rule, at, message, advice), flavours = []);
        if (!flavours.Contains(flavour.Name))
            flavours.Add(flavour.Name);
    }
}
