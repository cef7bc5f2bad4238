using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <summary>Where the settings of a flow, and the environment, put its state.</summary>
public sealed class StateSetting(FlowSettings settings, string flow, PlugInContext context)
{
    /// <summary>The environment variable that says which of the processes of a flow this one is; it goes before the setting.</summary>
    public const string InstanceVariable = "WINDROW_INSTANCE";

    private const int LongestInstance = 40;

    /// <param name="root">The flow file, for the places of findings.</param>
    /// <returns>Null: the flow keeps none, or something is wrong and is reported.</returns>
    public StateLocation? Read(MappingNode root)
    {
        if (settings.State == "none")
            return null;
        var node = (root["settings"] as MappingNode)?["state"] ?? root;
        var instance = Instance;
        if (instance.Length > 0 && !IsName(instance))
        {
            context.Diagnostics.Error(
                Rules.BadText, (root["settings"] as MappingNode)?["instance"] ?? node, $"'{instance}' is no name of an instance", $"use up to {LongestInstance} letters, digits, '-', '_' and '.'");
            return null;
        }

        var suffix = instance.Length == 0 ? "" : $"@{instance}";
        if (!IsDatabase)
            return new StateLocation((settings.State is null ? Default : context.FullPath(settings.State)) + suffix) { Flow = flow, Instance = instance };
        if (DatabaseAddress.Parse(settings.State!, settings.StateSecret, out var problem) is not { } address)
        {
            context.Diagnostics.Error(Rules.BadText, node, $"'state' cannot be used: {problem!.Split("; ")[0]}", problem[(problem.IndexOf("; ", StringComparison.Ordinal) + 2)..]);
            return null;
        }

        if (settings.StateMaximum > 0)
            context.Diagnostics.Error(Rules.OptionCheck, (root["settings"] as MappingNode)?["state-maximum"] ?? node, "a database has no limit of Windrow's", "leave 'state-maximum' out, and limit the tablespace of the database");
        return new StateLocation(Default + suffix) { Database = address, Flow = flow, Instance = instance };
    }

    /// <summary>Whether several processes work on the flow, over one database.</summary>
    public bool IsShared => IsDatabase && Instance.Length > 0;

    private string Instance => context.Services.Environment(InstanceVariable) is { Length: > 0 } said ? said : settings.Instance ?? "";

    private bool IsDatabase => settings.State is { } text && (DatabaseAddress.Recognises(text) || (settings.StateSecret is { } secret && DatabaseAddress.Recognises(secret.Reveal())));

    private string Default => context.FullPath($".windrow/{string.Concat(flow.Split(Path.GetInvalidFileNameChars()))}");

    private static bool IsName(string text) => text.Length <= LongestInstance && text[0] != '.' && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
