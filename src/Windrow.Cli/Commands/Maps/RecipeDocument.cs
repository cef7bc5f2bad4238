using System.Globalization;
using System.Text;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Recipes;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Cli.Commands.Maps;

/// <summary>A page of Markdown about a recipe as it is drawn in a flavour.</summary>
internal sealed class RecipeDocument
{
    private readonly StringBuilder _text = new();
    private readonly MapDefinitions _definitions;
    private readonly string _folder;

    /// <param name="folder">That the definitions were read from.</param>
    public RecipeDocument(MapDefinitions definitions, string folder, Recipe recipe, Flavour flavour)
    {
        (_definitions, _folder) = (definitions, folder);
        Line($"# {recipe.Description}\n");
        Line($"Recipe `{recipe.Name}` of {recipe.DefinedIn}{(recipe.Parent is { } parent ? $", derived from `{parent}`" : "")}, as it is drawn in flavour `{flavour.Name}`.\n");
        if (recipe.Notes is { } notes)
            Line($"{notes.Trim()}\n");
        var drawn = MapDefinitions.InputsOf(recipe, flavour).Select(static input => input.Name).ToList();
        Line("## Inputs\n");
        foreach (var input in drawn.Union(definitions.Closure(drawn)))
            Input(input);
        Line("## Steps\n");
        var number = 0;
        foreach (var step in recipe.Resolve(flavour))
            Step(++number, step);
    }

    public override string ToString() => _text.ToString();

    private void Input(string name)
    {
        Line($"### {name}\n");
        var alternatives = _definitions.Input(name);
        if (alternatives.IsEmpty)
            Line("- not defined, so there are no maps");
        foreach (var definition in alternatives)
        {
            var how = definition switch
            {
                StreamInput => "messages",
                DerivedInput => $"computed by `{definition.Type}`",
                _ => "a file",
            };
            Line($"- {(definition.Model is { } model ? $"model `{model}`" : "any model")}: {how} ({Path.GetRelativePath(_folder, definition.Location.File)}:{definition.Location.Line})");
            foreach (var (key, value) in InputProperties.Of(definition))
            {
                if (value is not null)
                    Parameter("  ", key, value);
            }

            Parameters("  ", InputProperties.Settings(definition), "grib_set ");
            Parameters("  ", definition.GribParameters, "mgrib ");
            if (definition.Notes is { } notes)
                Line($"  - {notes.Trim().ReplaceLineEndings("\n    ")}");
        }

        Line("");
    }

    private void Step(int number, StepArguments step)
    {
        Line(string.Create(CultureInfo.InvariantCulture, $"{number}. `{step.Type}`{(step.Input is { } input ? $" of `{input.Name}`" : "")}"));
        Parameters("   ", step.Parameters);
    }

    private void Parameters(string indent, StepParameters? parameters, string prefix = "")
    {
        foreach (var parameter in parameters ?? StepParameters.None)
            Parameter(indent, prefix + parameter.Name, parameter.Value);
    }

    // What holds backticks stands between two.
    private void Parameter(string indent, string key, ParameterValue value)
    {
        var text = value.ToString().Trim().ReplaceLineEndings("; ");
        Line($"{indent}- {key}: {(text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`")}");
    }

    private void Line(string text) => _text.Append(text).Append('\n');
}
