using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Kitchen;

/// <summary>Plans derived inputs over what the pantry has. Memory: the headers of one input's files.</summary>
/// <param name="tell">Told, with the name of the input, which file cannot be read.</param>
internal sealed class PantryPlans(MapDefinitions definitions, AvailableInputs available, IFileSystem files, Action<string, string> tell)
{
    /// <returns>The plan, and the file of each of its messages, whose number is the place in the list.</returns>
    /// <exception cref="IOException">The pantry cannot be read.</exception>
    public (DerivationPlan Plan, IReadOnlyList<string> Paths) Of(DerivedInput definition, IInputDerivation derivation)
    {
        var plan = new DerivationPlan(derivation);
        var paths = new List<string>();
        for (var input = 0; input < definition.Inputs.Length; input++)
        {
            foreach (var file in Candidates(definition, definition.Inputs[input].Name))
            {
                if (HeaderOf(file) is not { } header)
                    continue;
                plan.Take(new AvailableMessage(paths.Count, input, header));
                paths.Add(file.Path);
            }
        }

        return (plan, paths);
    }

    public byte[] Read(string path)
    {
        using var stream = files.OpenRead(path);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // For each instant the file of the first definition that may be used.
    private IEnumerable<InputFile> Candidates(DerivedInput definition, string input)
    {
        var seen = new HashSet<Instant>();
        foreach (var source in definitions.Input(input))
        {
            if (Derivations.KeepsToModel(definition) && definition.Model is { } model && source.Model is { } other && other != model)
                continue;
            foreach (var (instant, file) in available.FilesOf(source).OrderBy(static entry => entry.Key))
            {
                if (seen.Add(instant))
                    yield return file;
            }
        }
    }

    // A file that cannot be read costs what would be made of it, and no more.
    private FieldHeader? HeaderOf(InputFile file)
    {
        try
        {
            return FieldHeaderReader.Read(Read(file.Path));
        }
        catch (Exception exception) when (exception is EcCodesException or DerivationException)
        {
            tell(file.Definition.Name, $"{file.Path}: {exception.Message}");
            return null;
        }
    }
}
