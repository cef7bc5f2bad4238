using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>Booleans as multio takes them where they may come out of an environment variable, and so as text.</summary>
internal static class LenientBoolean
{
    /// <summary>The options that multio reads in this way.</summary>
    public static readonly string[] Options = ["enable", "read-restart", "write-restart", "debug-restart", "is-client-side"];

    /// <returns>Null when it is none, which is reported.</returns>
    public static bool? Read(ConfigNode node, string option, DiagnosticBag diagnostics)
    {
        if (node is ScalarNode { AsBoolean: { } value })
            return value;
        switch ((node as ScalarNode)?.Text.ToLowerInvariant())
        {
            case "true" or "t" or "yes" or "y" or "on" or "1":
                return true;
            case "false" or "f" or "no" or "n" or "off" or "0":
                return false;
        }

        var advice = node is ScalarNode scalar && Placeholders.FirstOf(scalar.Text) is { } variable
            ? $"set the environment variable {variable} to 1 or 0"
            : $"write '{option}: true' or '{option}: false'";
        diagnostics.Error(Rules.WrongType, node, $"'{option}' needs true or false, not {node.Describe()}", advice);
        return null;
    }
}
