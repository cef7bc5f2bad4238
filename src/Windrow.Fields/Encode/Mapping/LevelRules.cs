using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>Where the field is in the vertical: <c>typeOfLevel</c> with multio's special cases, or <c>levtype</c> of MARS, and the level.</summary>
internal sealed class LevelRules(Metadata additional)
{
    private const long SoilSurface = 151;

    private readonly MergedKey _typeOfLevel = new("typeOfLevel", additional);
    private readonly MergedKey _levtype = new("levtype", additional);
    private readonly MergedKey _level = new("level", additional);
    private readonly MergedKey _levelist = new("levelist", additional);

    public void Add(Metadata metadata, EncodeDraft draft)
    {
        var hasLevel = _level.TryGetNumber(metadata, out var level) || _levelist.TryGetNumber(metadata, out level);
        if (!_typeOfLevel.TryGetText(metadata, out var type))
        {
            type = _levtype.TryGetText(metadata, out var levtype) ? OfLevtype(levtype) : "";

            // Surface fields get their height from the parameter: 2t is at 2 m whatever 'level' says.
            if (levtype == "sfc")
                hasLevel = false;
        }

        if (draft.Edition == 2 && type.Length > 0 && TrySpecial(type, hasLevel ? level : 0, draft))
            return;
        if (type.Length > 0)
        {
            draft.Add("typeOfLevel", type);
            draft.TouchesLevel = true;
        }

        if (hasLevel)
            draft.Moving.Set(MovingKey.Level, level);
    }

    private static string OfLevtype(string levtype) => levtype switch
    {
        "pl" => "isobaricInhPa",
        "ml" => "hybrid",
        "pt" => "theta",
        "pv" => "potentialVorticity",
        _ => "",
    };

    private static bool TrySpecial(string type, long level, EncodeDraft draft)
    {
        switch (type)
        {
            case "snowLayer" or "seaIceLayer":
                AddLayer(draft, type, level);
                break;
            case "oceanModelLayer":
                AddLayer(draft, type, level);
                break;
            case "oceanModel":
                draft.Add("typeOfLevel", type);
                draft.Add("scaleFactorOfFirstFixedSurface", 0L);
                draft.Add("scaledValueOfFirstFixedSurface", level);
                break;
            case "soilLayer":
                AddLayer(draft, null, level);
                break;
            case "lowCloudLayer" or "mediumCloudLayer" or "highCloudLayer":
                // WMO code table 4.5; not every ecCodes knows the names.
                draft.Add("typeOfFirstFixedSurface", type[0] switch { 'l' => 214L, 'm' => 224L, _ => 234L });
                draft.Add("typeOfSecondFixedSurface", 255L);
                break;
            case "surface":
                // In front of the parameter, which may have a height of its own: GRIB1 has 2t at the surface, GRIB2 at 2 m.
                draft.Add("typeOfLevel", type);
                if (!draft.IsAtSurface)
                {
                    // ecCodes would leave the level of the base.
                    draft.Add("scaleFactorOfFirstFixedSurface", "missing");
                    draft.Add("scaledValueOfFirstFixedSurface", "missing");
                }

                break;
            case "meanSea":
                draft.Add("typeOfLevel", type);
                break;
            case "iceLayerOnWater" or "oceanSurface":
                draft.Add("typeOfLevel", type);
                foreach (var key in (ReadOnlySpan<string>)["scaleFactorOfFirstFixedSurface", "scaledValueOfFirstFixedSurface", "scaleFactorOfSecondFixedSurface", "scaledValueOfSecondFixedSurface"])
                    draft.Add(key, "missing");
                break;
            default:
                return false;
        }

        draft.TouchesLevel = true;
        return true;
    }

    /// <summary>The layer that is counted by its lower edge: number 3 lies between surfaces 2 and 3.</summary>
    private static void AddLayer(EncodeDraft draft, string? type, long level)
    {
        if (type is not null)
        {
            draft.Add("typeOfLevel", type);
        }
        else
        {
            draft.Add("typeOfFirstFixedSurface", SoilSurface);
            draft.Add("typeOfSecondFixedSurface", SoilSurface);
        }

        draft.Add("scaleFactorOfFirstFixedSurface", 0L);
        draft.Add("scaledValueOfFirstFixedSurface", Math.Max(level - 1, 0));
        draft.Add("scaleFactorOfSecondFixedSurface", 0L);
        draft.Add("scaledValueOfSecondFixedSurface", level);
    }
}
