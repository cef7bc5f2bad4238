using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>
/// multio's <c>on-error</c> in our words. <c>propagate</c> ends the run in multio; here the message becomes a dead letter and is told.
/// <c>recover</c> tries again, a number of times (which multio reads and does not heed). <c>abort-transport</c> ends the flow.
/// </summary>
internal static class FailureTranslation
{
    private const int DefaultRetries = 3;

    private static readonly string[] OfSections = ["propagate", "recover", "abort-transport"];
    private static readonly string[] OfPlans = ["propagate", "recover"];
    private static readonly string[] Ours = ["dead-letter", "drop", "abort"];

    /// <summary>Of a client or server section; null when it says nothing that is not so anyway.</summary>
    public static ConfigNode? OfSection(ConfigNode node, DiagnosticBag diagnostics) => Translate(node, OfSections, diagnostics);

    /// <summary>Of a plan or an action.</summary>
    public static ConfigNode? OfPlan(ConfigNode node, DiagnosticBag diagnostics) => Translate(node, OfPlans, diagnostics);

    private static ConfigNode? Translate(ConfigNode node, string[] words, DiagnosticBag diagnostics)
    {
        // Our own words and form are understood as well.
        if (node is MappingNode mapping && mapping["type"] is null && mapping["retry"] is not null)
            return node;
        var word = node is MappingNode typed ? typed["type"] as ScalarNode : node as ScalarNode;
        if (word is not null && Ours.Contains(word.Text))
            return word;
        switch (word?.Text)
        {
            case "propagate":
                return ScalarNode.Of("dead-letter", node.Location);
            case "recover":
                return new MappingNode([Nodes.Entry("retry", Retries(node, diagnostics), node.Location)], node.Location);
            case "abort-transport" when words.Length == OfSections.Length:
                return ScalarNode.Of("abort", node.Location);
        }

        diagnostics.Error(Rules.UnknownChoice, node, $"'on-error' does not take {(word ?? node).Describe()} here{(word is null ? "" : Suggestion.Clause(word.Text, words))}", $"write one of {string.Join(", ", words.Concat(Ours))}");
        return null;
    }

    private static long Retries(ConfigNode node, DiagnosticBag diagnostics)
    {
        if (node is not MappingNode mapping || mapping["maxRetries"] is not { } retries)
            return DefaultRetries;
        if (retries is ScalarNode scalar && long.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        diagnostics.Error(Rules.WrongType, retries, $"'maxRetries' needs a whole number, not {retries.Describe()}", "write 'maxRetries: 3'");
        return DefaultRetries;
    }
}
