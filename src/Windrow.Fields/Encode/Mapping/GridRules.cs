using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>The grid, where metadata describe it; and the sample for a field that has nothing else to be encoded on.</summary>
internal sealed class GridRules(Metadata additional)
{
    private static readonly int[] ReducedGaussian = [32, 48, 80, 128, 160, 200, 256, 320, 400, 512, 640, 1024, 1280, 2000];

    private readonly MergedKey _gridType = new("gridType", additional);
    private readonly MergedKey _edition = new("edition", additional);
    private readonly MergedKey _n = new("N", additional);
    private readonly MergedKey _name = new("gridName", additional);
    private readonly MergedKey _octahedral = new("isOctahedral", additional);
    private readonly MergedKey _nside = new("Nside", additional);
    private readonly MergedKey _ordering = new("orderingConvention", additional);
    private readonly ConcurrentDictionary<string, RowGrid?> _named = new(StringComparer.Ordinal);
    private readonly MergedKey _ni = new("Ni", additional);
    private readonly MergedKey _nj = new("Nj", additional);
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

    public int EditionOf(Metadata metadata) => _edition.TryGetNumber(metadata, out var number) && number == 1 ? 1 : 2;

    /// <summary>The grid where no sample has one of its kind: reduced Gaussian grids that are octahedral or have a name, and HEALPix.</summary>
    /// <param name="points">How many values the field has, which tells octahedral rows from classic ones; null: not known.</param>
    public bool TryFindNamed(Metadata metadata, int? points, [NotNullWhen(true)] out RowGrid? grid, out int edition)
    {
        (grid, edition) = (null, EditionOf(metadata));
        if (!_gridType.TryGetText(metadata, out var type))
            return false;
        string name;
        if (type == "reduced_gg" && _name.TryGetText(metadata, out var named))
            name = named;
        else if (type == "reduced_gg" && _n.TryGetNumber(metadata, out var n) && ((_octahedral.TryGetNumber(metadata, out var flag) && flag != 0) || points == 4 * n * (n + 9)))
            name = string.Create(CultureInfo.InvariantCulture, $"O{n}");
        else if (type is "HEALPix" or "healpix" && _nside.TryGetNumber(metadata, out var nside))
            name = string.Create(CultureInfo.InvariantCulture, $"H{nside}_{(_ordering.TryGetText(metadata, out var order) ? order : "ring")}");
        else
            return false;
        if (!_named.TryGetValue(name, out grid))
            grid = _named.GetOrAdd(name, static name => GridNames.TryFind(name, null, out var found, out _) ? found : null);
        return grid is not null;
    }

    /// <summary>A sample with a grid of the kind that the metadata name.</summary>
    public bool TryFindSample(Metadata metadata, out string sample, out int edition, out Failure? failure)
    {
        failure = null;
        edition = EditionOf(metadata);
        var grid = _gridType.TryGetText(metadata, out var named) ? named : "";
        var name = grid switch
        {
            "regular_ll" => "regular_ll_sfc",
            "regular_gg" => "regular_gg_sfc",
            "reduced_gg" when _n.TryGetNumber(metadata, out var n) && ReducedGaussian.Contains((int)n) => $"reduced_gg_pl_{n}",
            "sh" => "sh_pl",
            _ when IsUnstructured(metadata) => "regular_ll_sfc", // whose grid is replaced
            _ => null,
        };
        sample = $"{name}_grib{edition}";
        if (name is null)
        {
            failure = Failure.Permanent(
                grid.Length == 0 ? "the field did not come from GRIB and has no 'gridType'" : $"there is no sample for the grid '{grid}'",
                grid == "reduced_gg" ? $"set 'gridName' to O<n> or N<n>, or 'N' to one of {string.Join(", ", ReducedGaussian)}, or give a 'template'" : "give a 'template' that has the grid, or a 'sample' of ecCodes, or set 'gridType' to regular_ll, regular_gg, reduced_gg, HEALPix, sh or unstructured_grid");
        }

        return name is not null;
    }

    /// <summary>Whether the field's points have no structure that GRIB could tell, as those of ocean models.</summary>
    public bool IsUnstructured(Metadata metadata) => _gridType.TryGetText(metadata, out var grid) && grid is "unstructured_grid" or "unstructured" or "orca" or "ORCA";

    public void Add(Metadata metadata, EncodeDraft draft)
    {
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
