using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Reading;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Reads the <c>inputs</c> of the files into one registry. What is wrong refuses that definition only.</summary>
internal sealed class InputReader(InputTypes types, RecipeLimits limits, DiagnosticBag diagnostics)
{
    private readonly SortedDictionary<string, List<InputDefinition>> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceLocation> _refused = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, List<InputDefinition>> Inputs => _inputs;

    /// <summary>Where definitions stand that were refused, by the input's name; the first for each.</summary>
    public IReadOnlyDictionary<string, SourceLocation> Refused => _refused;

    public void Read(ConfigNode node)
    {
        if (node is ScalarNode { IsNull: true })
            return;
        if (node is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, node, $"'inputs' is {node.Describe()}", "write a mapping from names to definitions");
            return;
        }

        foreach (var entry in mapping.Entries)
            ReadInput(entry);
    }

    /// <summary>To be called when all files have been read: refuses definitions by which an input would be computed from itself.</summary>
    public void RefuseLoops()
    {
        foreach (var (input, by) in InputLoops.Find(_inputs))
        {
            diagnostics.Error(MapRules.InputLoop, by.Location, $"input '{input.Name}' is computed from '{by.Name}', which is computed from '{input.Name}' itself", "take one of them from the stream");
            _inputs[input.Name] = [.. _inputs[input.Name].Where(one => !ReferenceEquals(one, input))];
            if (_inputs[input.Name].Count == 0)
                _inputs.Remove(input.Name);
            _refused.TryAdd(input.Name, input.Location);
        }
    }

    private void ReadInput(ConfigEntry entry)
    {
        if (entry.Name.Contains('_', StringComparison.Ordinal) || entry.Name.Contains('/', StringComparison.Ordinal) || entry.Name.Length is 0 or > 100)
        {
            diagnostics.Error(MapRules.InputName, entry.Key, $"'{entry.Name}' cannot be the name of an input", "use up to 100 letters and digits, without '_' and '/'");
            _refused.TryAdd(entry.Name, entry.Key.Location);
            return;
        }

        foreach (var alternative in entry.Value is SequenceNode list ? list.Items : [entry.Value])
        {
            if (ReadDefinition(entry.Name, alternative) is { } input && IsNew(input, alternative))
                Add(input);
            else
                _refused.TryAdd(entry.Name, alternative.Location);
        }
    }

    private void Add(InputDefinition input)
    {
        if (_inputs.TryGetValue(input.Name, out var alternatives))
            alternatives.Add(input);
        else
            _inputs.Add(input.Name, [input]);
    }

    private InputDefinition? ReadDefinition(string name, ConfigNode node)
    {
        if (node is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, node, $"a definition of input '{name}' is {node.Describe()}", "write a mapping, with 'eccodes:' and 'arkimet:' or with 'type:'");
            return null;
        }

        var fields = new FieldReader(mapping, $"input '{name}'", diagnostics);
        var type = (fields.Text("type") ?? "default").ToLowerInvariant();
        var model = fields.Text("model");
        var notes = fields.Text("notes");
        var mgrib = fields.Map("mgrib") is { } map ? ParameterReader.Read(map, MapParameters.Grib, fields, "add_grib") : StepParameters.None;
        if (!InputTypes.Names.Contains(type))
        {
            fields.Error(Rules.UnknownChoice, mapping["type"] ?? mapping, $"there is no type of input '{type}'", Hints.Nearest(diagnostics, type, InputTypes.Names, $"the types are {string.Join(", ", InputTypes.Names)}"));
            return null;
        }

        if (model is not null && (model.Contains('/', StringComparison.Ordinal) || model.Length is 0 or > 100))
            fields.Error(MapRules.InputName, mapping["model"]!, $"'{model}' cannot be the name of a model", "use up to 100 letters and digits, without '/'");
        var input = types.Read(type, name, fields);
        fields.RefuseOthers();
        return fields.HasFailed || input is null ? null : input with { Model = model, Notes = notes, GribParameters = mgrib };
    }

    private bool IsNew(InputDefinition input, ConfigNode node)
    {
        var alternatives = _inputs.GetValueOrDefault(input.Name);
        var earlier = alternatives?.Find(one => one.Model is null || one.Model == input.Model);
        if (earlier is null && alternatives?.Count >= limits.MaximumAlternatives)
        {
            diagnostics.Error(MapRules.TooManySteps, node, $"input '{input.Name}' has more than {limits.MaximumAlternatives} definitions", "give some of them another name");
            return false;
        }

        if (earlier is null)
            return true;
        var reason = earlier.Model is null ? "without a model" : $"for model '{earlier.Model}'";
        diagnostics.Error(MapRules.InputTwice, node, $"input '{input.Name}' is defined at {earlier.Location} already, {reason}", "remove one of them, or give each a model of its own");
        return false;
    }
}
