using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Fields.KnownMetadata;

namespace Windrow.Fields.MetadataMapping;

/// <summary>Reads the tables of <c>metadata-mapping</c> out of a file, and reports everything that is wrong with them.</summary>
internal sealed class MappingFile(string path, PlugInContext context)
{
    private static readonly OptionSet<MappingFileOptions> Options = MappingFileOptions.Set;

    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    public IReadOnlyList<MappingRule> Read()
    {
        using var reader = new StreamReader(context.Services.Files.OpenRead(path));
        var substitution = context.Dialect == ConfigDialect.Multio ? new MultioSubstitution(context.Services.Environment, ConfigDirectory()) : null;
        switch (ConfigReader.Read(reader.ReadToEnd(), path, _diagnostics, ConfigDialect.Multio, substitution))
        {
            case null:
                return [];
            case MappingNode root:
                var options = Options.Bind(root, _diagnostics, new BindSettings { Dialect = ConfigDialect.Multio });
                return [.. options.Mappings.Select(mapping => Rule(mapping, options.Data)).OfType<MappingRule>()];
            case var other:
                _diagnostics.Error(Rules.WrongType, other, $"a mapping file is a mapping, this is {other.Describe()}", "begin with 'mappings:' and 'data:'");
                return [];
        }
    }

    private string ConfigDirectory() => context.Services.Environment("MULTIO_SERVER_CONFIG_PATH") is { Length: > 0 } configured ? configured : Path.GetDirectoryName(path)!;

    private MappingRule? Rule(MappingEntryOptions entry, IReadOnlyList<MappingNode> data)
    {
        if (entry.Match is not { Count: 1 } match)
            return null;
        var (key, column) = match.First();
        CheckKey(key, entry);
        foreach (var target in entry.Map.Keys.Concat(entry.OptionalMap.Keys))
            CheckKey(target, entry);
        var rows = new Dictionary<MetadataValue, MappingRow>();
        foreach (var row in data)
        {
            if (row[column] is not { } cell)
                continue;
            if (NodeValue.Of(cell) is { IsNone: false } value && !rows.TryAdd(value, Row(entry, row)))
                _diagnostics.Warning(Rules.DuplicateKey, cell, $"there is another row with {column} {value}; the first one counts", "remove one of them");
        }

        if (rows.Count == 0)
            _diagnostics.Warning(Rules.Nothing, entry.Node!, $"no row of 'data' has the column '{column}', so nothing is mapped", "name a column that the rows have");
        return new MappingRule(new MetadataSlot(key), rows, entry.TargetPath is { } path ? (MetadataKey)path : null);
    }

    private static MappingRow Row(MappingEntryOptions entry, MappingNode row)
    {
        var values = new List<(MetadataKey, MetadataValue)>();
        string? lacks = null;
        foreach (var (target, column) in entry.Map)
        {
            if (row[column] is { } cell)
                values.Add((target, NodeValue.Of(cell)));
            else
                lacks ??= column;
        }

        foreach (var (target, column) in entry.OptionalMap)
        {
            if (row[column] is { } cell)
                values.Add((target, NodeValue.Of(cell)));
        }

        return new MappingRow(values, lacks);
    }

    private void CheckKey(string key, MappingEntryOptions entry)
    {
        // Below a target path are keys of ecCodes, of which there are more than are known here.
        if (KnownKeys.NewNameOf(key) is { } name)
            _diagnostics.Warning(Rules.OldName, entry.Node!, $"'{key}' is the old name of '{name}'", $"write {name}");
        else if (entry.TargetPath is null && KnownKeys.NearMiss(key) is { } near)
            _diagnostics.Warning(Rules.UnknownOption, entry.Node!, $"the metadata key '{key}' is not known; did you mean '{near}'?");
    }
}
