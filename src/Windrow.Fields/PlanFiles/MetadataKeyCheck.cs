using Windrow.Core.Configuration;
using Windrow.Fields.KnownMetadata;

namespace Windrow.Fields.PlanFiles;

/// <summary>Warns of metadata keys in a plan that are spelt almost as one that multio knows: such a select takes nothing, and multio says nothing.</summary>
internal sealed class MetadataKeyCheck(DiagnosticBag diagnostics)
{
    private static readonly string[] KeyLists = ["hash-keys"];
    private static readonly string[] KeyMappings = ["additional-metadata", "run", "overwrite", "set-metadata"];

    public void Check(string action, MappingNode node)
    {
        if (action == "select")
            CheckCondition(node);
        foreach (var entry in node.Entries)
        {
            if (KeyLists.Contains(entry.Name) && entry.Value is SequenceNode keys)
            {
                foreach (var key in keys.Items.OfType<ScalarNode>())
                    CheckKey(key);
            }
            else if (KeyMappings.Contains(entry.Name))
            {
                CheckMappings(entry.Value);
            }
            else if (entry is { Name: "encoding", Value: MappingNode encoding } && action == "encode")
            {
                Check(action, encoding);
            }
        }
    }

    private void CheckCondition(ConfigNode node)
    {
        if (node is SequenceNode list)
        {
            foreach (var item in list.Items)
                CheckCondition(item);
        }
        else if (node is MappingNode mapping)
        {
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name is "match" or "ignore")
                    CheckMappings(entry.Value);
                else if (entry.Name is "any" or "all" or "not")
                    CheckCondition(entry.Value);
            }
        }
    }

    private void CheckMappings(ConfigNode node)
    {
        foreach (var mapping in node is SequenceNode list ? list.Items : [node])
        {
            foreach (var entry in (mapping as MappingNode)?.Entries ?? [])
                CheckKey(entry.Key);
        }
    }

    private void CheckKey(ScalarNode key)
    {
        if (KnownKeys.NewNameOf(key.Text) is { } name)
            diagnostics.Warning(Rules.OldName, key, $"'{key.Text}' is the old name of '{name}'", $"write {name}");
        else if (KnownKeys.NearMiss(key.Text) is { } near)
            diagnostics.Warning(Rules.UnknownOption, key, $"the metadata key '{key.Text}' is not known; did you mean '{near}'?", "messages that lack it are not taken");
    }
}
