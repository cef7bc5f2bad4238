using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders;

/// <summary>
/// Which inputs there are at which instants. Of several definitions of an input, the first that has an instant gives it; static files and shapes
/// are there at every instant. Memory: about 100 bytes for a definition at an instant. Not safe for several threads.
/// </summary>
internal sealed class AvailableInputs
{
    private readonly MapDefinitions _definitions;
    private readonly Dictionary<InputDefinition, Dictionary<Instant, InputFile>> _files = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, InputFile> _always = new(StringComparer.Ordinal);

    public AvailableInputs(MapDefinitions definitions)
    {
        _definitions = definitions;
        foreach (var definition in definitions.Inputs)
        {
            if (FileOf(definition) is { } file)
                _always.TryAdd(definition.Name, new InputFile(definition, file));
        }
    }

    /// <summary>Notes that an input is there.</summary>
    /// <param name="definition">One of those that the definitions have.</param>
    public Arrival Add(InputDefinition definition, Instant instant, string path) => Add(instant, new InputFile(definition, path));

    /// <summary>Notes that an input is there.</summary>
    /// <param name="file">Of one of the definitions; one of another version takes the place of the one that is there.</param>
    public Arrival Add(Instant instant, InputFile file)
    {
        var definition = file.Definition;
        if (!_files.TryGetValue(definition, out var files))
            _files.Add(definition, files = []);
        var before = Find(definition.Name, instant);
        if (files.TryGetValue(instant, out var known))
        {
            if (known.Version == file.Version)
                return Arrival.Duplicate;
            files[instant] = file;
            return ReferenceEquals(known, before) ? Arrival.Amended : Arrival.Spare;
        }

        files.Add(instant, file);
        return before is null || _always.ContainsValue(before) ? Arrival.New
            : ReferenceEquals(Find(definition.Name, instant), before) ? Arrival.Spare
            : Arrival.Better;
    }

    /// <summary>Whether an input is there at every instant.</summary>
    public bool IsStatic(string input) => _always.ContainsKey(input);

    /// <summary>The file of an input at an instant, null when there is none.</summary>
    public InputFile? Find(string input, Instant instant)
    {
        foreach (var definition in _definitions.Input(input))
        {
            if (_files.TryGetValue(definition, out var files) && files.TryGetValue(instant, out var file))
                return file;
        }

        return _always.GetValueOrDefault(input);
    }

    /// <summary>The instants that an input has; of a static one none.</summary>
    public IReadOnlyCollection<Instant> InstantsOf(string input)
    {
        IReadOnlyCollection<Instant> found = [];
        foreach (var definition in _definitions.Input(input))
        {
            var more = FilesOf(definition);
            found = found.Count == 0 ? more.Keys.ToList() : more.Count == 0 ? found : found.Union(more.Keys).ToHashSet();
        }

        return found;
    }

    /// <summary>What one definition has given, by instant.</summary>
    public IReadOnlyDictionary<Instant, InputFile> FilesOf(InputDefinition definition) => _files.TryGetValue(definition, out var files) ? files : Nothing;

    private static readonly Dictionary<Instant, InputFile> Nothing = [];

    private static string? FileOf(InputDefinition definition) => definition switch
    {
        StaticInput file => file.File,
        ShapeInput shape => shape.File,
        _ => null,
    };
}
