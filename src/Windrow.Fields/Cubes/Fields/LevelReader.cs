using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes.Fields;

/// <summary>Reads the level of a field: <c>typeOfLevel</c> of ecCodes or <c>levtype</c> of MARS, and <c>levelist</c> or <c>level</c>.</summary>
internal sealed class LevelReader
{
    private readonly MetadataSlot _typeOfLevel = new("typeOfLevel");
    private readonly OwnKey _levtype = new("levtype");
    private readonly OwnKey _category = new("category");
    private readonly OwnKey _levelist = new("levelist");
    private readonly MetadataSlot _level = new("level");

    /// <summary>Null: the field has no level, or one of which there is no other.</summary>
    public CubeLevel? Read(Metadata metadata)
    {
        if (!(_levelist.TryGet(metadata, out var value) || _level.TryGet(metadata, out value)) || !TryNumber(value, out var level))
            return null;
        var axis = _typeOfLevel.TryGet(metadata, out var type) && type.TryGetString(out var named) && named != "unknown" ? named : null;
        axis ??= _levtype.TryGet(metadata, out type) && type.TryGetString(out named) ? OfLevtype(named) : null;
        axis ??= _category.TryGet(metadata, out type) && type.TryGetString(out named) && named.EndsWith("-3d", StringComparison.Ordinal) ? "level" : null;
        return axis switch
        {
            "isobaricInhPa" => new CubeLevel(axis, level, "hPa", "air_pressure", "down"),
            "isobaricInPa" => new CubeLevel(axis, level, "Pa", "air_pressure", "down"),
            "heightAboveGround" => new CubeLevel(axis, level, "m", "height", "up"),
            "heightAboveSea" => new CubeLevel(axis, level, "m", "height_above_mean_sea_level", "up"),
            "theta" => new CubeLevel(axis, level, "K", "air_potential_temperature", "up"),
            "potentialVorticity" => new CubeLevel(axis, level, "1e-9 K m2 kg-1 s-1", null, "up"),
            "depthBelowSea" or "depthBelowLand" => new CubeLevel(axis, level, "m", "depth", "down"),
            "hybrid" or "hybridLayer" or "oceanModel" or "oceanModelLayer" or "level" or "soilLayer" or "snowLayer" or "seaIceLayer" => new CubeLevel(axis, level, "1", null, "down"),
            null => null,
            _ => level == 0 ? null : new CubeLevel(axis, level, "1", null, "up"),
        };
    }

    private static string? OfLevtype(string levtype) => levtype switch
    {
        "pl" => "isobaricInhPa",
        "ml" => "hybrid",
        "pt" => "theta",
        "pv" => "potentialVorticity",
        "o3d" => "oceanModelLayer",
        "sol" => "soilLayer",
        _ => null,
    };

    private static bool TryNumber(MetadataValue value, out double number) =>
        value.TryGetNumber(out number) || (value.TryGetString(out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number));
}
