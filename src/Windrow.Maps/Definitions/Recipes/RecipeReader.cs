using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Reading;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Recipes;

/// <summary>Makes recipes of drafts: finds their parents, applies changes, and reads the steps. What is wrong refuses that recipe only.</summary>
internal sealed class RecipeReader(IReadOnlyDictionary<string, RecipeDraft> drafts, RecipeLimits limits, DiagnosticBag diagnostics)
{
    private const int MaximumGenerations = 32;

    /// <summary>The recipe; null when it is refused.</summary>
    public Recipe? Read(RecipeDraft draft)
    {
        if (Lineage(draft) is not { } lineage)
            return null;
        var root = lineage[^1].Root;
        if (Steps(root, draft) is not { } steps)
            return null;
        var hasFailed = false;

        // The farthest ancestor has the steps; each of its descendants changes them in turn.
        for (var i = lineage.Count - 2; i >= 0; i--)
            steps = Changed(steps, lineage[i], isOwn: i == 0, ref hasFailed);
        var read = new List<StepDefinition>(steps.Length);
        foreach (var step in steps)
        {
            if (StepReader.ReadStep(step, draft.Name, diagnostics) is { } good)
                read.Add(good);
            else
                hasFailed = true;
        }

        return Header(draft, lineage, [.. read], hasFailed);
    }

    private Recipe? Header(RecipeDraft draft, List<RecipeDraft> lineage, ImmutableArray<StepDefinition> steps, bool hasFailed)
    {
        var fields = new FieldReader(draft.Root, $"recipe '{draft.Name}'", diagnostics);
        var recipe = new Recipe(draft.Name, draft.DefinedIn, (draft.Root["recipe"] ?? draft.Parent)!.Location, steps)
        {
            Description = Inherited(lineage, "description") ?? "Unnamed recipe",
            Notes = Inherited(lineage, "notes"),
            Mixer = Inherited(lineage, "mixer") ?? "default",
            Info = fields.Map("info"),
            Parent = (draft.Parent as ScalarNode)?.Text,
        };
        foreach (var known in (ReadOnlySpan<string>)["inputs", "flavours", "recipe", "extends", "change"])
            fields.Node(known);
        foreach (var text in (ReadOnlySpan<string>)["description", "notes", "mixer"])
            fields.Text(text);
        if (recipe.Mixer != "default")
            fields.Error(Rules.UnknownChoice, draft.Root["mixer"] ?? draft.Root, $"there is no mixer '{recipe.Mixer}'", "the only one is 'default'");
        if (draft.Parent is null && draft.Root["change"] is { } change)
            fields.Error(Rules.UnknownOption, change, $"recipe '{draft.Name}' has a 'change' and no parent", "name the parent with 'extends'");
        fields.RefuseOthers();
        return fields.HasFailed || hasFailed ? null : recipe;
    }

    // From the recipe itself to the ancestor that has steps.
    private List<RecipeDraft>? Lineage(RecipeDraft draft)
    {
        var lineage = new List<RecipeDraft> { draft };
        var seen = new HashSet<string>(StringComparer.Ordinal) { draft.Name };
        for (var current = draft; current.Parent is { } parent; lineage.Add(current))
        {
            if (current.Root["recipe"] is not null)
                return Refuse(MapRules.RecipeAndParent, parent, $"recipe '{current.Name}' has both 'recipe' and 'extends'", "keep one of them");
            if (parent is not ScalarNode { Kind: ScalarKind.String } name)
                return Refuse(Rules.WrongType, parent, $"'extends' of recipe '{current.Name}' is {parent.Describe()}", "write the name of a recipe");
            if (!drafts.TryGetValue(name.Text, out var next))
                return Refuse(MapRules.UnknownParent, parent, $"there is no recipe '{name.Text}'", Hints.Nearest(diagnostics, name.Text, drafts.Keys));
            if (lineage.Count > MaximumGenerations)
                return Refuse(MapRules.TooManySteps, parent, $"recipe '{draft.Name}' has more than {MaximumGenerations} generations of parents", "extend one that is nearer to the steps");
            if (!seen.Add(next.Name))
                return Refuse(MapRules.ParentLoop, parent, $"'{string.Join("' extends '", lineage.Select(static one => one.Name).SkipWhile(one => one != next.Name))}' extends '{next.Name}'", "let one of them have steps of its own");
            current = next;
        }

        return lineage;
    }

    private List<RecipeDraft>? Refuse(Rule rule, ConfigNode at, string message, string advice)
    {
        diagnostics.Error(rule, at, message, advice);
        return null;
    }

    private ConfigNode[]? Steps(MappingNode root, RecipeDraft draft)
    {
        if (root["recipe"] is not SequenceNode list)
        {
            diagnostics.Error(Rules.WrongType, root["recipe"]!, $"the steps of recipe '{draft.Name}' are {root["recipe"]!.Describe()}", "write a list of steps");
            return null;
        }

        if (list.Items.Count <= limits.MaximumSteps)
            return [.. list.Items];
        diagnostics.Error(MapRules.TooManySteps, list, $"recipe '{draft.Name}' has {list.Items.Count} steps", $"{limits.MaximumSteps} are allowed");
        return null;
    }

    private ConfigNode[] Changed(ConfigNode[] steps, RecipeDraft draft, bool isOwn, ref bool hasFailed)
    {
        var node = draft.Root["change"];
        if (node is null or ScalarNode { IsNull: true })
            return steps;
        if (node is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, node, $"'change' of recipe '{draft.Name}' is {node.Describe()}", "write a mapping from the ids of steps to their changes");
            hasFailed = true;
            return steps;
        }

        foreach (var entry in mapping.Entries.Where(static entry => entry.Value is not MappingNode))
        {
            diagnostics.Error(Rules.WrongType, entry.Value, $"the change of '{entry.Name}' is {entry.Value.Describe()}", "write a mapping with the keys that change");
            hasFailed = true;
        }

        var changes = new StepChanges(mapping);
        var changed = Array.ConvertAll(steps, changes.Apply);
        if (!isOwn)
            return changed;
        var ids = steps.OfType<MappingNode>().Select(static step => step["id"]).OfType<ScalarNode>().Select(static id => id.Text).ToList();
        foreach (var unused in changes.Unused)
            diagnostics.Warning(MapRules.WithoutEffect, unused.Key, $"no step of recipe '{draft.Name}' has the id '{unused.Name}', so that nothing is changed", Hints.Nearest(diagnostics, unused.Name, ids));
        return changed;
    }

    private static string? Inherited(List<RecipeDraft> lineage, string name)
    {
        foreach (var draft in lineage)
        {
            if (draft.Root[name] is ScalarNode scalar && Coercion.TryText(scalar, out var text))
                return text;
        }

        return null;
    }
}
