using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Grids;
using Windrow.Fields.Values;

namespace Windrow.Fields.Interpolate.Sources;

/// <summary>The grid that the own metadata of a field describe: <c>gridType</c> and its companions, in multio's spelling or ecCodes'.</summary>
internal sealed class DescribedSource
{
    private readonly OwnKey _gridType = new("gridType");
    private readonly OwnKey _gridName = new("gridName");
    private readonly OwnKey[] _keys = Array.ConvertAll(
        (string[])["N", "Ni", "Nj", "Nside", "north", "south", "west", "east", "latitudeOfFirstGridPointInDegrees", "latitudeOfLastGridPointInDegrees", "longitudeOfFirstGridPointInDegrees", "longitudeOfLastGridPointInDegrees", "west_east_increment", "iDirectionIncrementInDegrees"],
        static name => new OwnKey(name));
    private readonly OwnKey _order = new("orderingConvention");

    public bool TryType(Metadata metadata, out string type)
    {
        type = _gridType.TryGet(metadata, out var value) && value.TryGetString(out var text) ? text : "";
        return type.Length > 0;
    }

    /// <summary>Tells one described grid from another.</summary>
    public MessageId IdentityOf(Metadata metadata, int points)
    {
        var id = default(MessageId).With((ulong)points);
        foreach (var key in _keys)
            id = id.With(key.TryGet(metadata, out var value) && value.TryGetNumber(out var number) ? (ulong)BitConverter.DoubleToInt64Bits(number) : 1);
        id = With(id, _gridType, metadata);
        id = With(id, _gridName, metadata);
        return With(id, _order, metadata);
    }

    /// <param name="points">How many values the field has: it tells octahedral rows from classic ones.</param>
    /// <param name="named">Finds the grid of a name.</param>
    public bool TryMake(Metadata metadata, int points, NamedSources named, out Grid? grid, out Failure? failure)
    {
        (grid, failure) = (null, null);
        TryType(metadata, out var type);
        switch (type)
        {
            case "regular_ll":
                grid = LatLon(metadata);
                break;
            case "regular_gg" or "reduced_gg" when _gridName.TryGet(metadata, out var name) && name.TryGetString(out var text):
                return named.TryFind(text, out grid, out failure);
            case "regular_gg" when Get(metadata, "N") is { } n:
                return named.TryFind(string.Create(CultureInfo.InvariantCulture, $"F{n}"), out grid, out failure);
            case "reduced_gg" when Get(metadata, "N") is { } n:
                return named.TryFind(string.Create(CultureInfo.InvariantCulture, $"{(points == 4 * n * (n + 9) ? 'O' : 'N')}{n}"), out grid, out failure);
            case "HEALPix" or "healpix" when Get(metadata, "Nside") is { } nside:
                var order = _order.TryGet(metadata, out var convention) ? convention.ToString() : "ring";
                return named.TryFind(string.Create(CultureInfo.InvariantCulture, $"H{nside}_{order}"), out grid, out failure);
            case "sh":
                failure = Failure.Permanent("the field is in spherical harmonics", "have the model send grid points: interpolate has no spectral transform");
                return false;
            default:
                grid = named.OfFile;
                break;
        }

        if (grid is null)
            failure = Failure.Permanent($"the metadata do not tell where the points of the grid '{type}' are", "name the grid with 'input' or 'atlas-grid-kind', or its points with 'input-points'");
        return grid is not null;
    }

    private RowGrid? LatLon(Metadata metadata)
    {
        if (Get(metadata, "Ni") is not { } ni || Get(metadata, "Nj") is not { } nj || ni < 1 || nj < 1 || ni * nj > int.MaxValue
            || (Get(metadata, "north") ?? Get(metadata, "latitudeOfFirstGridPointInDegrees")) is not { } first
            || (Get(metadata, "south") ?? Get(metadata, "latitudeOfLastGridPointInDegrees")) is not { } last
            || (Get(metadata, "west") ?? Get(metadata, "longitudeOfFirstGridPointInDegrees")) is not { } west)
            return null;
        var east = Get(metadata, "east") ?? Get(metadata, "longitudeOfLastGridPointInDegrees");
        var dx = Get(metadata, "west_east_increment") ?? Get(metadata, "iDirectionIncrementInDegrees") ?? (ni > 1 && east is { } to ? (to - west + (to < west ? 360 : 0)) / (ni - 1) : 1);
        if (Math.Abs((ni * dx) - 360) < 0.01 * dx)
            dx = 360 / ni;
        var dy = nj > 1 ? Math.Abs(first - last) / (nj - 1) : 1;
        return dx <= 0 || dy <= 0 ? null
            : LatLonGrids.Make(string.Create(CultureInfo.InvariantCulture, $"regular_ll {ni}x{nj}"), (int)ni, (int)nj, Math.Max(first, last), west, dx, dy, first < last);
    }

    private double? Get(Metadata metadata, string name)
    {
        foreach (var key in _keys)
        {
            if (key.Key.Name == name)
                return key.TryGet(metadata, out var value) && value.TryGetNumber(out var number) ? number : null;
        }

        return null;
    }

    private static MessageId With(MessageId id, OwnKey key, Metadata metadata) =>
        key.TryGet(metadata, out var value) && value.TryGetString(out var text) ? id.With(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan())) : id.With(1);
}
