using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders;

/// <summary>
/// Which inputs there are at which instants. Of several definitions of an input, the first that has an instant gives it; static files and shapes
/// are there at every instant. Memory: about 100 bytes for an input at an instant. Not safe for several threads.
/// </summary>
internal sealed class AvailableInputs
{
    private readonly Dictionary<string, Dictionary<Instant, InputFile>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputFile> _always = new(StringComparer.Ordinal);
    private readonly Dictionary<InputDefinition, int> _ranks = new(ReferenceEqualityComparer.Instance);

    public AvailableInputs(MapDefinitions definitions)
    {
        var rank = 0;
        foreach (var definition in definitions.Inputs)
        {
            _ranks.Add(definition, rank++);
            if (FileOf(definition) is { } file)
                _always.TryAdd(definition.Name, new InputFile(definition, file));
        }
    }

    /// <summary>Notes that an input is there.</summary>
    /// <param name="definition">One of those that the definitions have.</param>
    public Arrival Add(InputDefinition definition, Instant instant, string path)
    {
        if (!_files.TryGetValue(definition.Name, out var files))
            _files.Add(definition.Name, files = []);
        if (!files.TryGetValue(instant, out var known))
        {
            files.Add(instant, new InputFile(definition, path));
            return Arrival.New;
        }

        if (ReferenceEquals(known.Definition, definition))
            return Arrival.Duplicate;
        if (_ranks[known.Definition] < _ranks[definition])
            return Arrival.Spare;
        files[instant] = new InputFile(definition, path);
        return Arrival.Better;
    }

    /// <summary>Whether an input is there at every instant.</summary>
    public bool IsStatic(string input) => _always.ContainsKey(input);

    /// <summary>The file of an input at an instant, null when there is none.</summary>
    public InputFile? Find(string input, Instant instant) =>
        _files.TryGetValue(input, out var files) && files.TryGetValue(instant, out var file) ? file : _always.GetValueOrDefault(input);

    /// <summary>The instants that an input has; of a static one none.</summary>
    public IReadOnlyCollection<Instant> InstantsOf(string input) => _files.TryGetValue(input, out var files) ? files.Keys : [];

    private static string? FileOf(InputDefinition definition) => definition switch
    {
        StaticInput file => file.File,
        ShapeInput shape => shape.File,
        _ => null,
    };
}
