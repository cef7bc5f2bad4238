using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Reading;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Flavours;

/// <summary>Reads the <c>flavours</c> of the files. What is wrong refuses that flavour only.</summary>
internal sealed class FlavourReader(StaticFiles files, RecipeLimits limits, DiagnosticBag diagnostics)
{
    private readonly SortedDictionary<string, Flavour> _flavours = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Flavour> Flavours => _flavours;

    public void Read(ConfigNode node, string definedIn)
    {
        if (node is ScalarNode { IsNull: true })
            return;
        if (node is not SequenceNode list)
        {
            diagnostics.Error(Rules.WrongType, node, $"'flavours' is {node.Describe()}", "write a list of flavours, '- name: …'");
            return;
        }

        if (_flavours.Count + list.Items.Count > limits.MaximumFlavours)
        {
            diagnostics.Error(MapRules.TooManySteps, node, $"the folder has more than {limits.MaximumFlavours} flavours", "leave out those that nobody draws");
            return;
        }

        foreach (var item in list.Items)
        {
            if (item is not MappingNode mapping)
                diagnostics.Error(Rules.WrongType, item, $"a flavour is {item.Describe()}", "write a mapping, '- name: …'");
            else if (ReadFlavour(mapping, definedIn) is { } flavour && !_flavours.TryAdd(flavour.Name, flavour))
                diagnostics.Error(Rules.DuplicateName, mapping["name"]!, $"flavour '{flavour.Name}' is defined at {_flavours[flavour.Name].Location} already", "give it another name");
        }
    }

    private Flavour? ReadFlavour(MappingNode mapping, string definedIn)
    {
        var name = mapping["name"] is ScalarNode scalar && Coercion.TryText(scalar, out var text) ? text : null;
        var fields = new FieldReader(mapping, name is null ? "the flavour" : $"flavour '{name}'", diagnostics).Require("name");
        if (fields.Text("name") is { } given && (given.Contains('/', StringComparison.Ordinal) || given.Length is 0 or > 100))
            fields.Error(Rules.BadText, mapping["name"]!, $"'{given}' cannot be the name of a flavour", "names become parts of file names: use up to 100 letters, digits and '_'");
        var steps = ImmutableDictionary.CreateBuilder<string, StepDefinition>(StringComparer.Ordinal);
        var hasFailed = false;
        foreach (var entry in fields.Map("steps")?.Entries ?? [])
        {
            if (StepReader.ReadDefaults(entry, name ?? "?", diagnostics) is { } step)
                steps[entry.Name] = step;
            else
                hasFailed = true;
        }

        var filter = fields.Texts("recipes_filter").Select(static node => new RecipeGlob(node.Text, node.Location)).ToImmutableArray();
        if (filter.Length > limits.MaximumFlavours)
            fields.Error(MapRules.TooManySteps, mapping["recipes_filter"]!, $"the filter of {fields.Subject} has {filter.Length} patterns", $"{limits.MaximumFlavours} are allowed");
        var postProcesses = PostProcesses(fields, ref hasFailed);
        var tiles = fields.Map("tile") is { } area ? Tiles(area, fields) : null;
        fields.RefuseOthers();
        if (fields.HasFailed || hasFailed)
            return null;
        return new Flavour(name!, definedIn, mapping.Location) { Steps = steps.ToImmutable(), RecipesFilter = filter, PostProcesses = postProcesses, Tiles = tiles };
    }

    private ImmutableArray<PostProcess> PostProcesses(FieldReader flavour, ref bool hasFailed)
    {
        var all = new List<PostProcess>();
        var node = flavour.Node("postprocess");
        if (node is not (null or SequenceNode))
            flavour.WrongType("postprocess", node, "a list, '- type: quantize'");
        foreach (var item in (node as SequenceNode)?.Items ?? [])
        {
            if (item is MappingNode mapping && PostProcess(mapping, flavour.Subject) is { } one)
            {
                all.Add(one);
                continue;
            }

            hasFailed = true;
            if (item is not MappingNode)
                flavour.WrongType("postprocess", item, "a mapping, '- type: quantize'");
        }

        return [.. all];
    }

    private PostProcess? PostProcess(MappingNode mapping, string flavour)
    {
        var type = mapping["type"] is ScalarNode { Kind: ScalarKind.String } scalar ? scalar.Text : "";
        var fields = new FieldReader(mapping, $"the postprocess '{type}' of {flavour}", diagnostics).Require("type");
        fields.Node("type");
        PostProcess? process = type switch
        {
            "watermark" => ReadWatermark(fields),
            "cutshape" => ReadCutShape(fields),
            "quantize" => new Quantize(mapping.Location, fields.Integer("colors", 2, 256) ?? 256, fields.Flag("dither") ?? true),
            _ => null,
        };
        if (process is null && !fields.HasFailed)
            fields.Error(Rules.UnknownChoice, mapping["type"]!, $"there is no postprocess '{type}'", Suggestion.Phrase(type, ["watermark", "cutshape", "quantize"]) is { Length: > 0 } phrase ? phrase : "there are watermark, cutshape and quantize");
        else if (process is not null)
            fields.RefuseOthers();
        return fields.HasFailed ? null : process;
    }

    private Watermark? ReadWatermark(FieldReader fields)
    {
        fields.Require("message", "font", "x", "y");
        var message = fields.Text("message");
        var font = fields.Text("font") is { } path ? files.Find(path, path, fields.Mapping["font"]!, fields) : null;
        var (x, y) = (fields.Integer("x"), fields.Integer("y"));
        var size = fields.Integer("size", 1, 10_000) ?? 10;
        var (anchor, colour) = (fields.Text("anchor") ?? "la", fields.Text("color") ?? "#fff0");
        return message is null || font is null || x is not { } left || y is not { } top ? null : new Watermark(fields.Mapping.Location, message, font, left, top, size, anchor, colour);
    }

    private CutShape? ReadCutShape(FieldReader fields)
    {
        fields.Require("shapefile");
        return fields.Text("shapefile") is { } path && files.Find(path, path, fields.Mapping["shapefile"]!, fields) is { } file ? new CutShape(fields.Mapping.Location, file) : null;
    }

    private TileArea? Tiles(MappingNode mapping, FieldReader flavour)
    {
        var fields = new FieldReader(mapping, $"the tiles of {flavour.Subject}", diagnostics).Require("lat_min", "lat_max", "lon_min", "lon_max");
        var (zoomMin, zoomMax) = (fields.Integer("zoom_min", 0, 22) ?? 3, fields.Integer("zoom_max", 0, 22) ?? 5);
        var (south, north) = (fields.Number("lat_min", -90, 90), fields.Number("lat_max", -90, 90));
        var (west, east) = (fields.Number("lon_min", -180, 180), fields.Number("lon_max", -180, 180));
        fields.RefuseOthers();
        if (zoomMin > zoomMax || south > north || west > east)
            fields.Error(Rules.OptionCheck, mapping, $"{fields.Subject} go from a larger to a smaller number", "the names in 'min' hold the smaller number");
        if (!fields.HasFailed && south is not null && north is not null && west is not null && east is not null)
            return new TileArea(zoomMin, zoomMax, south.Value, north.Value, west.Value, east.Value);
        flavour.Error(Rules.OptionCheck, mapping, $"{flavour.Subject} has no usable tiles", "see the other findings");
        return null;
    }
}
