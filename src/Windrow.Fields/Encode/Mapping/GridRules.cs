using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>The grid, where metadata describe it; and the sample for a field that has nothing else to be encoded on.</summary>
/// <param name="unstructured">An ocean model's grid by its name; null: metadata and base say it.</param>
internal sealed class GridRules(Metadata additional, string? unstructured = null)
{
    private static readonly int[] ReducedGaussian = [32, 48, 80, 128, 160, 200, 256, 320, 400, 512, 640, 1024, 1280, 2000];

    private readonly MergedKey _gridType = new("gridType", additional);
    private readonly MergedKey _edition = new("edition", additional);
    private readonly MergedKey _n = new("N", additional);
    private readonly MergedKey _ni = new("Ni", additional);
    private readonly MergedKey _nj = new("Nj", additional);
    private readonly MergedKey _subtype = new("unstructuredGridSubtype", additional);
    private readonly MergedKey _domain = new("domain", additional);
    private readonly MergedKey _truncation = new("truncation", additional);
    private readonly (string Key, MergedKey[] From)[] _corners =
    [
        ("latitudeOfFirstGridPointInDegrees", [new("north", additional), new("latitudeOfFirstGridPointInDegrees", additional)]),
        ("longitudeOfFirstGridPointInDegrees", [new("west", additional), new("longitudeOfFirstGridPointInDegrees", additional)]),
        ("latitudeOfLastGridPointInDegrees", [new("south", additional), new("latitudeOfLastGridPointInDegrees", additional)]),
        ("longitudeOfLastGridPointInDegrees", [new("east", additional), new("longitudeOfLastGridPointInDegrees", additional)]),
        ("iDirectionIncrementInDegrees", [new("west_east_increment", additional), new("iDirectionIncrementInDegrees", additional)]),
        ("jDirectionIncrementInDegrees", [new("south_north_increment", additional), new("jDirectionIncrementInDegrees", additional)]),
    ];

    /// <summary>A sample with a grid of the kind that the metadata name.</summary>
    public bool TryFindSample(Metadata metadata, out string sample, out int edition, out Failure? failure)
    {
        failure = null;
        edition = _edition.TryGetNumber(metadata, out var number) && number == 1 ? 1 : 2;
        var grid = _gridType.TryGetText(metadata, out var named) ? named : "";
        var name = grid switch
        {
            "regular_ll" => "regular_ll_sfc",
            "regular_gg" => "regular_gg_sfc",
            "reduced_gg" when _n.TryGetNumber(metadata, out var n) && ReducedGaussian.Contains((int)n) => $"reduced_gg_pl_{n}",
            "sh" => "sh_pl",
            _ => null,
        };
        sample = $"{name}_grib{edition}";
        if (name is null)
        {
            failure = Failure.Permanent(
                grid.Length == 0 ? "the field did not come from GRIB and has no 'gridType'" : $"there is no sample for the grid '{grid}'",
                grid == "reduced_gg" ? $"set 'N' to one of {string.Join(", ", ReducedGaussian)}, or give a 'template'" : "give a 'template' that has the grid, or a 'sample' of ecCodes, or set 'gridType' to regular_ll, regular_gg, reduced_gg or sh");
        }

        return name is not null;
    }

    public void Add(Metadata metadata, EncodeDraft draft)
    {
        if (unstructured is not null)
        {
            draft.Add("unstructuredGridType", unstructured, SettingKind.Known);
            if (TrySubtype(metadata, out var subtype))
                draft.Add("unstructuredGridSubtype", subtype, SettingKind.Known);
        }

        if (!_gridType.TryGetText(metadata, out var grid))
            return;
        if (grid == "sh" && _truncation.TryGetNumber(metadata, out var truncation))
        {
            foreach (var key in (ReadOnlySpan<string>)["J", "K", "M"])
                draft.Add(key, truncation);
        }
        else if (grid is "regular_ll" or "regular_gg")
        {
            AddRegular(metadata, draft);
        }
    }

    // NEMO's domains are called 'T grid', 'U grid' and so on.
    private bool TrySubtype(Metadata metadata, out string subtype)
    {
        if (_subtype.TryGetText(metadata, out subtype))
            return true;
        if (!_domain.TryGetText(metadata, out var domain) || !domain.EndsWith(" grid", StringComparison.Ordinal))
            return false;
        subtype = domain[..^" grid".Length];
        return true;
    }

    private void AddRegular(Metadata metadata, EncodeDraft draft)
    {
        if (_ni.TryGetNumber(metadata, out var ni) && _nj.TryGetNumber(metadata, out var nj))
        {
            draft.Add("Ni", ni);
            draft.Add("Nj", nj);
            if (draft.Edition == 2)
                draft.Add("numberOfDataPoints", ni * nj);
        }

        if (_n.TryGetNumber(metadata, out var n))
            draft.Add("N", n, SettingKind.Known);
        foreach (var (key, from) in _corners)
        {
            foreach (var each in from)
            {
                if (!each.TryGet(metadata, out var value) || !value.TryGetNumber(out var degrees))
                    continue;
                if (key.StartsWith('j'))
                    degrees = Math.Abs(degrees); // the direction is a flag of its own
                draft.Add(key, degrees, SettingKind.Known);
                break;
            }
        }

        // Rows from north to south, unless the corners say otherwise.
        if (_corners[0].From[0].TryGet(metadata, out var north) && north.TryGetNumber(out var first)
            && _corners[2].From[0].TryGet(metadata, out var south) && south.TryGetNumber(out var last))
            draft.Add("jScansPositively", first < last ? 1L : 0L);
    }
}
