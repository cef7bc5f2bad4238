using Windrow.Core.Configuration;
using Windrow.Core.Errors;

namespace Windrow.Core.Flows;

/// <summary>Reads <c>on-error</c>, which is a word or a mapping.</summary>
internal sealed class FailureOptions
{
    private static readonly (string Name, FailureEnd Value)[] Ends = [("dead-letter", FailureEnd.DeadLetter), ("drop", FailureEnd.Drop), ("abort", FailureEnd.Abort)];

    public static readonly OptionSet<FailureOptions> Set = new OptionSet<FailureOptions>("on-error")
        .Integer("retry", static o => o.Retry, static (o, v) => o.Retry = v, "Further tries after the first, where they may help.", min: 0, max: 1_000_000, example: "3")
        .Choice("then", static o => o.Then, static (o, v) => o.Then = v, "What becomes of the message after that.", Ends);

    private int? Retry { get; set; }

    private FailureEnd Then { get; set; }

    /// <returns>Null when it is wrong, which is reported.</returns>
    public static FailurePolicy? Read(ConfigNode node, DiagnosticBag diagnostics)
    {
        if (node is MappingNode mapping)
        {
            var errors = diagnostics.ErrorCount;
            var options = Set.Bind(mapping, diagnostics);
            return diagnostics.ErrorCount > errors ? null : new FailurePolicy(options.Then, options.Retry);
        }

        foreach (var (name, end) in Ends)
        {
            if (node is ScalarNode scalar && scalar.Text == name)
                return new FailurePolicy(end);
        }

        var advice = "write dead-letter, drop, abort, or for example {retry: 3, then: drop}";
        diagnostics.Error(
            node is ScalarNode ? Rules.UnknownChoice : Rules.WrongType, node, $"'on-error' does not take {node.Describe()}",
            node is ScalarNode { Text: "retry" } ? "say how often: on-error: {retry: 3}" : advice);
        return null;
    }
}
