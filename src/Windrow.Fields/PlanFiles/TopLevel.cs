using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>What stands at the top level of multio's files beside its sections.</summary>
internal static class TopLevel
{
    public const string Communicators = "mpi-communicators";
    public const string Strict = "strict-multio-compat";

    private static readonly string[] Known = [PlanFile.ClientSection, "plans", "on-error", Communicators, Strict];

    // Seen in files that are in use; multio reads none of them.
    private static readonly string[] Dead = ["active-matchers", "run"];

    private static readonly string[] Native = ["flow", "sources", "settings", "tests"];

    public static bool IsMultio(MappingNode root)
    {
        if (root.Entries.Any(static entry => Native.Contains(entry.Name)))
            return root[PlanFile.ClientSection] is MappingNode client && client["plans"] is not null;
        if (root[PlanFile.ClientSection] is MappingNode || root.Entries.Any(PlanFile.IsServer))
            return true;
        if (IsPlan(root))
            return true;
        return root["plans"] is SequenceNode plans
            && (root.Entries.Any(static entry => Dead.Contains(entry.Name) || entry.Name is Communicators or "on-error")
                || plans.Items.Any(static plan => plan is MappingNode mapping && (mapping["file"] is not null || mapping["dissemination"] is not null)));
    }

    /// <summary>Whether the file is that of one plan, which others name with <c>file</c>.</summary>
    public static bool IsPlan(MappingNode root) => root["plans"] is null && root["actions"] is SequenceNode actions
        && actions.Items.All(static action => action is MappingNode mapping && mapping["type"] is not null);

    public static void Check(MappingNode root, DiagnosticBag diagnostics)
    {
        var clientIsHere = root[PlanFile.ClientSection] is null;
        foreach (var entry in root.Entries)
        {
            if (Dead.Contains(entry.Name))
                diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' has no effect, in multio neither", "remove it");
            else if (entry.Name is "plans" && !clientIsHere)
                diagnostics.Warning(Rules.UnknownOption, entry.Key, "these plans have no effect: the client's are those of the section 'client'", "move them there");
            else if (!Known.Contains(entry.Name) && !PlanFile.IsServer(entry))
                diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' has no effect: it is no section with plans{Suggestion.Clause(entry.Name, Known)}", "remove it");
        }
    }
}
