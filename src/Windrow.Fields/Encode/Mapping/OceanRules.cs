using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>
/// What multio's ocean mode does differently: fields whose <c>category</c> begins with <c>ocean</c> or that have a <c>nemoParam</c>. The operation is part
/// of the parameter, levels are model layers, and the grid may be one of NEMO's.
/// </summary>
/// <param name="gridType">The option <c>unstructured-grid-type</c>: a name of <see cref="OrcaGrid"/>.</param>
/// <param name="strict">As multio: whether the field fits the grid is not asked.</param>
internal sealed class OceanRules(Metadata additional, string? gridType, bool strict)
{
    private const long UnstructuredTemplate = 101;
    private const long SphereOfWgs84 = 6; // radius 6 371 229 m, WMO code table 3.2
    private const long ExperimentalAverages = 212;

    private readonly MergedKey _category = new("category", additional);
    private readonly MergedKey _nemoParam = new("nemoParam", additional);
    private readonly MergedKey _operation = new("operation", additional);
    private readonly MergedKey _type = new("type", additional);
    private readonly MergedKey _marsType = new("marsType", additional);
    private readonly MergedKey _domain = new("domain", additional);
    private readonly MergedKey _gridType = new("unstructuredGridType", additional);
    private readonly MergedKey _subtype = new("unstructuredGridSubtype", additional);
    private readonly MergedKey _uuid = new("uuidOfHGrid", additional);

    public bool Apply(Metadata metadata) =>
        (_category.TryGetText(metadata, out var category) && category.StartsWith("ocean", StringComparison.Ordinal)) || _nemoParam.TryGet(metadata, out _);

    /// <summary>Code table 4.3: what made the field.</summary>
    public void AddProcess(Metadata metadata, EncodeDraft draft)
    {
        if (draft.Edition != 2 || (!_type.TryGetText(metadata, out var type) && !_marsType.TryGetText(metadata, out type)))
            return;
        long? process = type switch
        {
            "an" or "4v" => 0,
            "fc" => 2,
            "cf" or "pf" => 4,
            "tpa" => 12,
            _ => null,
        };
        if (process is { } known)
            draft.Add("typeOfGeneratingProcess", known);
    }

    /// <summary>ECMWF's ocean parameters have a number of their own for each operation.</summary>
    public long ParamId(Metadata metadata, long paramId)
    {
        if (paramId / 1000 == ExperimentalAverages)
            return paramId + 4_000;
        return paramId + (_operation.TryGetText(metadata, out var operation) ? operation : "instant") switch
        {
            "average" => 1_000,
            "accumulate" => 2_000,
            "maximum" => 3_000,
            "minimum" => 4_000,
            "stddev" => 5_000,
            _ => 0,
        };
    }

    /// <summary>Has the message a grid without a structure: one of NEMO's where it is named, else just points.</summary>
    /// <param name="points">How many values the field has.</param>
    public bool TryAddGrid(Metadata metadata, EncodeDraft draft, int points, out Failure? failure)
    {
        failure = null;
        var name = gridType ?? (_gridType.TryGetText(metadata, out var named) ? named : null);
        OrcaGrid? grid = null;
        if (name is not null && !TryFind(metadata, name, points, out grid, out failure))
            return false;
        draft.Add("gridDefinitionTemplateNumber", UnstructuredTemplate);
        draft.Add("numberOfDataPoints", (long)points);
        if (draft.Base == DraftBase.Sample)
            draft.Add("shapeOfTheEarth", SphereOfWgs84);
        if (grid is not null)
        {
            draft.Add("numberOfGridUsed", (long)grid.Number);
            draft.Add("numberOfGridInReference", (long)grid.ArrangementNumber);
        }

        if (_uuid.TryGetText(metadata, out var uuid) || (uuid = grid?.Uuid ?? "").Length > 0)
            draft.Add("uuidOfHGrid", uuid);
        draft.TouchesAll = true;
        return true;
    }

    private bool TryFind(Metadata metadata, string name, int points, out OrcaGrid? grid, out Failure? failure)
    {
        failure = null;
        if (!_subtype.TryGetText(metadata, out var arrangement) && !_domain.TryGetText(metadata, out arrangement))
            arrangement = "T";
        if (!OrcaGrid.TryFind(name, arrangement, out grid))
        {
            failure = Failure.Permanent(
                $"there is no grid '{name}' with the arrangement '{arrangement}'",
                $"grids are {string.Join(", ", OrcaGrid.Names)}, arrangements T, U, V, W and F, from 'unstructuredGridSubtype' or 'domain' ('T grid')");
        }
        else if (!strict && points != grid.Ni * grid.Nj)
        {
            failure = Failure.Permanent(
                $"the field has {points} values, and the grid {grid.Name}_{grid.Arrangement} {grid.Ni} × {grid.Nj} = {grid.Ni * grid.Nj}",
                "name the grid that the model runs on, or leave 'unstructured-grid-type' out");
        }

        return failure is null;
    }
}
