using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Grib;
using Windrow.Fields.Grids;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>Drafts how a field is to be encoded, from the options and its metadata.</summary>
/// <param name="strict">As multio does it, its defects included.</param>
internal sealed class EncodeRules(EncodingOptions options, ReadOnlyMemory<byte> template, bool strict)
{
    private readonly MergedKey _overwrites = new("encoder-overwrites", options.AdditionalMetadata);
    // Both generations of multio's names.
    private readonly MergedKey[] _bitmapPresent = [new("bitmapPresent", options.AdditionalMetadata), new("misc-bitmapPresent", options.AdditionalMetadata)];
    private readonly MergedKey[] _missingValue = [new("missingValue", options.AdditionalMetadata), new("misc-missingValue", options.AdditionalMetadata)];
    private readonly MergedKey _subCentre = new("subCentre", options.AdditionalMetadata);
    private readonly GridRules _grid = new(options.AdditionalMetadata);
    private readonly BaseOnGrid _bases = new();
    private readonly OceanRules _ocean = new(options.AdditionalMetadata, options.UnstructuredGridType, strict);
    private readonly LevelRules _level = new(options.AdditionalMetadata);
    private readonly ProductRules _product = new(options.AdditionalMetadata);
    private readonly TimeRules _time = new(options.AdditionalMetadata);
    private readonly ConcurrentDictionary<string, bool> _touching = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<MetadataValue, bool> _intervals = [];
    private Others _others = new(null!, []);

    /// <summary>Remembers that a parameter of GRIB2 is always one over an interval, as accumulations are.</summary>
    public void LearnInterval(MetadataValue parameter) => _intervals.TryAdd(parameter, true);

    /// <summary>Remembers that a key that metadata happen to have is one of the message and may change anything.</summary>
    public void Learn(string key) => _touching.TryAdd(key, true);

    /// <summary>What stands for a missing value in a field in memory; null when nothing does. The header that it came with knows nothing of that.</summary>
    public double? MissingOf(Metadata metadata)
    {
        if (!MergedKey.TryGetFirst(_bitmapPresent, metadata, out var present) || !(present.TryGetBool(out var flag) ? flag : present.TryGetInt64(out var number) && number != 0))
            return null;
        return MergedKey.TryGetFirst(_missingValue, metadata, out var value) && value.TryGetNumber(out var missing) ? missing : null;
    }

    /// <param name="points">How many values the field has; null: it is encoded already, and keeps its grid.</param>
    public bool TryDraft(Metadata metadata, int? points, EncodeDraft draft, out Failure? failure)
    {
        if (!TryBegin(metadata, points, draft, out var hasGrid, out failure))
            return false;
        if (draft.Base != DraftBase.Header && !strict && metadata.Tail is GribTail header)
            metadata = HeaderKeys.AddTo(metadata, header);
        foreach (var (key, value) in options.Overwrite)
            Add(draft, key, value, SettingKind.Required);
        if (_overwrites.TryGet(metadata, out var overwrites) && overwrites.TryGetMap(out var map))
        {
            foreach (var (key, value) in map)
                Add(draft, key.Name, value, SettingKind.Known);
        }

        AddSubCentre(metadata, draft);
        AddOthers(metadata, draft);
        _product.AddIdentification(metadata, draft);
        var isOcean = _ocean.Apply(metadata);
        if (isOcean)
            _ocean.AddProcess(metadata, draft);
        if (hasGrid)
            failure = null;
        else if (points is not { } count || !IsUnstructured(metadata, isOcean))
            _grid.Add(metadata, draft);
        else if (!_ocean.TryAddGrid(metadata, draft, count, out failure))
            return false;
        _product.AddMember(metadata, draft);
        var isInterval = draft.Edition == 2 && !_intervals.IsEmpty && _product.TryParameter(metadata, out _, out var parameter) && _intervals.ContainsKey(parameter);
        if (!_time.TryAdd(metadata, draft, isInterval, out failure))
            return false;
        _level.Add(metadata, draft);
        _product.AddParameter(metadata, draft, isOcean ? _ocean : null);
        if (options.PackingType is { } packing)
            draft.ForcePacking(packing);
        if (options.BitsPerValue is { } bits)
            draft.BitsPerValue = bits;
        return true;
    }

    // On a template multio begins with none of the centre's parts, whatever the template says.
    private void AddSubCentre(Metadata metadata, EncodeDraft draft)
    {
        if (options.Template is not null && !_subCentre.TryGet(metadata, out _) && (strict || !options.Overwrite.Any(static pair => pair.Key is "subCentre")))
            draft.Add("subCentre", 0L, SettingKind.Known);
    }

    private bool IsUnstructured(Metadata metadata, bool isOcean) => options.UnstructuredGridType is not null && isOcean || _grid.IsUnstructured(metadata);

    /// <param name="hasGrid">The base was put on the field's grid, which needs no keys.</param>
    private bool TryBegin(Metadata metadata, int? points, EncodeDraft draft, out bool hasGrid, out Failure? failure)
    {
        (hasGrid, failure) = (options.NamedGrid is not null, null);
        try
        {
            if (options.NamedGrid is { } grid)
                BeginOnGrid(metadata, draft, grid);
            else if (!template.IsEmpty)
                draft.BeginOn(DraftBase.Template, template, SectionsOf(template));
            else if (options.Sample is { } named)
                draft.BeginOn(named, EditionOf(named));
            else if (metadata.Tail is GribTail tail)
                BeginOn(tail, draft);
            else if (_grid.TryFindNamed(metadata, points, out var described, out var edition))
                hasGrid = BeginOnSample(draft, edition, described);
            else if (_grid.TryFindSample(metadata, out var sample, out edition, out failure))
                draft.BeginOn(sample, edition);
        }
        catch (FailureException exception)
        {
            failure = exception.Failure;
        }

        return failure is null;
    }

    private static void BeginOn(GribTail tail, EncodeDraft draft)
    {
        draft.BeginOn(DraftBase.Header, tail.Header, SectionsOf(tail.Header));
        draft.PackingType = tail.PackingType;
        draft.BitsPerValue = tail.BitsPerValue;
    }

    private void BeginOnGrid(Metadata metadata, EncodeDraft draft, RowGrid grid)
    {
        if (!template.IsEmpty)
            _bases.Begin(draft, template, grid);
        else if (options.Sample is { } named)
            _bases.Begin(draft, named, grid);
        else if (metadata.Tail is GribTail tail)
            BaseOnGrid.Begin(draft, tail, grid);
        else
            BeginOnSample(draft, _grid.EditionOf(metadata), grid);
    }

    private bool BeginOnSample(EncodeDraft draft, int edition, RowGrid grid)
    {
        _bases.Begin(draft, $"regular_ll_sfc_grib{edition}", grid);
        return true;
    }

    private static int EditionOf(string sample) => sample.EndsWith('1') ? 1 : 2;

    private static GribSections SectionsOf(ReadOnlyMemory<byte> checkedMessage) =>
        GribSections.TryParse(checkedMessage.Span, out var sections, out var defect) ? sections : throw new InvalidOperationException($"A checked message has no sections: {defect}.");

    /// <summary>Own entries that no rule reads, and that may be keys of the message.</summary>
    private void AddOthers(Metadata metadata, EncodeDraft draft)
    {
        var others = _others;
        if (!ReferenceEquals(others.Shape, metadata.Shape))
        {
            var slots = new List<MergedKey>();
            foreach (var key in metadata.Shape.Keys)
            {
                if (!OtherKeys.NotForGrib.Contains(key.Name) && !options.AdditionalMetadata.Contains(key))
                    slots.Add(new MergedKey(key.Name, Metadata.Empty));
            }

            foreach (var (key, _) in options.AdditionalMetadata)
            {
                if (!OtherKeys.NotForGrib.Contains(key.Name))
                    slots.Add(new MergedKey(key.Name, options.AdditionalMetadata));
            }

            // A stable order: those without a place of their own stay as they come.
            _others = others = new Others(metadata.Shape, [.. slots.OrderBy(static slot => OtherKeys.PlaceOf(slot.Name))]);
        }

        foreach (var key in others.Keys)
        {
            if (key.TryGet(metadata, out var value))
                Add(draft, key.Name, value, SettingKind.Hint);
        }
    }

    private void Add(EncodeDraft draft, string key, MetadataValue value, SettingKind kind)
    {
        if (value.Type is not (MetadataType.Bool or MetadataType.Int64 or MetadataType.Double or MetadataType.Float32 or MetadataType.String))
            return;
        if (AddToPacking(draft, key, value))
            return;
        draft.Add(key, value, kind);
        if (key == "edition" && value.TryGetInt64(out var edition) && edition is 1 or 2 && edition != draft.Edition)
        {
            draft.Edition = (int)edition;
            draft.TouchesAll = true;
        }
        else if (!OtherKeys.Harmless.Contains(key))
        {
            draft.TouchesAll |= kind != SettingKind.Hint || _touching.ContainsKey(key);
        }

        draft.TouchesLevel |= key is "typeOfLevel" or "paramId" or "shortName";
    }

    /// <summary>Keys that are about the values, and so are not set before there are any.</summary>
    private static bool AddToPacking(EncodeDraft draft, string key, MetadataValue value)
    {
        switch (key)
        {
            case "packingType":
                draft.ForcePacking(value.ToString());
                return true;
            case "setPackingType":
                // The packings that it names are those of GRIB2 for grids; a spectral field has its own.
                if (draft.Edition == 2 && value.ToString().StartsWith("grid_", StringComparison.Ordinal) == !draft.IsSpectral)
                    draft.ForcePacking(value.ToString());
                return true;
            case "bitsPerValue":
                if (value.TryGetInt64(out var bits))
                    draft.BitsPerValue = bits;
                return true;
            case "offsetValuesBy":
                if (value.TryGetNumber(out var offset))
                    draft.Offset = offset;
                return true;
            default:
                return false;
        }
    }

    private sealed record Others(MetadataShape Shape, MergedKey[] Keys);
}
