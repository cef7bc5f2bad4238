using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>The value of <c>$overlay</c> in a mapping of an overlay.</summary>
/// <param name="Before">Of an addition: the item that it is put in front of; null: none is named.</param>
/// <param name="After">Of an addition: the item that it is put behind.</param>
internal readonly record struct OverlayDirective(OverlayDirectiveKind Kind, ScalarNode? Before = null, ScalarNode? After = null)
{
    public const string Key = "$overlay";

    /// <summary>Reads it; what is wrong is reported and taken as a merge.</summary>
    public static OverlayDirective Of(MappingNode mapping, DiagnosticBag diagnostics)
    {
        switch (mapping[Key])
        {
            case null:
                return default;
            case ScalarNode { Text: "add" }:
                return new OverlayDirective(OverlayDirectiveKind.Add);
            case ScalarNode { Text: "replace" }:
                return new OverlayDirective(OverlayDirectiveKind.Replace);
            case ScalarNode { Text: "remove" }:
                if (mapping.Entries.FirstOrDefault(static entry => entry.Name is not (Key or "name" or "type")) is { } more)
                    diagnostics.Warning(Rules.OverlayTouchesNothing, more.Key, $"'{more.Name}' goes away with what is removed", "take it out");
                return new OverlayDirective(OverlayDirectiveKind.Remove);
            case MappingNode { Entries: [{ Name: "before", Value: ScalarNode before }] }:
                return new OverlayDirective(OverlayDirectiveKind.Add, Before: before);
            case MappingNode { Entries: [{ Name: "after", Value: ScalarNode after }] }:
                return new OverlayDirective(OverlayDirectiveKind.Add, After: after);
            case var other:
                diagnostics.Error(Rules.UnknownChoice, other, $"'{Key}' does not take {other.Describe()}", "write add, replace, remove, {before: NAME} or {after: NAME}");
                return default;
        }
    }

    /// <summary>The mapping without its directive.</summary>
    public static MappingNode Without(MappingNode mapping) => mapping[Key] is null
        ? mapping
        : new MappingNode(mapping.Entries.Where(static entry => entry.Name != Key), mapping.Location, mapping.Tag);
}
