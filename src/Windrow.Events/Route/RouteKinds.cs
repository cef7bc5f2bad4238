using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.Decisions;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Route;

/// <summary>Reads the rules whose kind a plug-in has added.</summary>
internal static class RouteKinds
{
    private const string Type = "type";

    private static readonly string[] OfAll = [.. RouteRule.Set.Options.Select(static option => option.Name)];

    /// <summary>The options that the kind of a rule has beside those of all rules.</summary>
    public static IReadOnlyCollection<string> KeysOf(MappingNode rule, PlugInCatalog catalog) =>
        KindOf(rule, catalog) is { } kind ? [.. kind.Options.Options.SelectMany(static option => option.Aliases.Prepend(option.Name))] : [];

    /// <summary>Writes the JSON Schema of a rule: one that is a condition alone, or of one of the kinds with what this has.</summary>
    public static void WriteSchema(Utf8JsonWriter writer, PlugInCatalog catalog)
    {
        if (catalog.Rules.Count == 0)
        {
            OptionSchema.WriteMembers(RouteRule.Set, writer);
            return;
        }

        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        OptionSchema.WriteMembers(RouteRule.Set, writer);
        writer.WriteStartObject("not");
        WriteRequired(writer, Type);
        writer.WriteEndObject();
        writer.WriteEndObject();
        foreach (var kind in catalog.Rules)
        {
            writer.WriteStartObject();
            OptionSchema.WriteMembers(kind.Options, writer, others => WriteCommon(others, kind));
            writer.WriteStartArray("allOf");
            writer.WriteStartObject();
            WriteRequired(writer, [Type, .. RouteRule.Set.Options.Where(static option => option.Required).Select(static option => option.Name)]);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCommon(Utf8JsonWriter writer, RuleKind kind)
    {
        writer.WriteStartObject(Type);
        writer.WriteString("const", kind.Name);
        writer.WriteString("description", kind.Summary);
        writer.WriteEndObject();
        foreach (var option in RouteRule.Set.Options.Where(static option => option.Name != Type))
            OptionSchema.WriteProperty(option, writer);
    }

    private static void WriteRequired(Utf8JsonWriter writer, params ReadOnlySpan<string> names)
    {
        writer.WriteStartArray("required");
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    /// <summary>Reads the options of all such rules.</summary>
    /// <param name="rules">The value of <c>rules</c>.</param>
    /// <returns>Whether nothing is wrong with them.</returns>
    public static bool Check(ConfigNode? rules, PlugInContext context, PlugInCatalog catalog)
    {
        var errors = context.Diagnostics.ErrorCount;
        foreach (var rule in (rules as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
        {
            if (rule["type"] is not ScalarNode type)
                continue;
            if (KindOf(rule, catalog) is { } kind)
                kind.Bind(rule, context, OfAll);
            else
                context.Diagnostics.Error(Rules.UnknownPlugIn, type, $"there is no kind of rule named '{type.Text}'{Suggestion.Clause(type.Text, catalog.Rules.Select(static known => known.Name))}", catalog.Rules.Count == 0 ? "leave 'type' out, or add the plug-in that has it; see docs/plug-ins.md" : $"there are: {string.Join(", ", catalog.Rules.Select(static known => known.Name))}");
        }

        return context.Diagnostics.ErrorCount == errors;
    }

    /// <summary>Makes what plug-ins decide of such rules.</summary>
    public static void Make(RouteOptions options, PlugInContext context, PlugInCatalog catalog)
    {
        foreach (var rule in options.Rules)
        {
            if (rule is { Type: not null, Node: { } node } && KindOf(node, catalog)?.Bind(node, context with { Diagnostics = new DiagnosticBag() }, OfAll) is { } make)
                rule.Rule = make();
        }
    }

    private static RuleKind? KindOf(MappingNode rule, PlugInCatalog catalog) => rule["type"] is ScalarNode { IsNull: false } type ? catalog.FindRule(type.Text) : null;
}
