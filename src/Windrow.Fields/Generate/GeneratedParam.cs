namespace Windrow.Fields.Generate;

/// <summary>A parameter that can be generated, and what its fields look like.</summary>
/// <param name="ShortName">By ecCodes' name.</param>
/// <param name="ParamId">By ECMWF's parameter database.</param>
/// <param name="Mean">At the equator, in the unit of the parameter.</param>
/// <param name="Poles">How much less it is at the poles.</param>
/// <param name="Waves">The amplitude of the waves that travel eastward.</param>
/// <param name="Diurnal">The amplitude of the daily cycle, highest at 15 h local time.</param>
/// <param name="Lapse">How much it changes from the ground to the top of the atmosphere; only on levels.</param>
/// <param name="Least">No value is below this.</param>
/// <param name="Most">No value is above this.</param>
/// <param name="IsAccumulated">Values are rates per hour, added up from the reference time.</param>
/// <param name="TypeOfLevel">Where it is: ecCodes' name; isobaricInhPa for parameters on levels.</param>
/// <param name="Level">The level of a parameter at the surface.</param>
internal sealed record GeneratedParam(
    string ShortName, long ParamId, double Mean, double Poles, double Waves, double Diurnal, double Lapse = 0,
    double Least = double.NegativeInfinity, double Most = double.PositiveInfinity, bool IsAccumulated = false, string TypeOfLevel = "surface", long Level = 0)
{
    public static readonly IReadOnlyList<GeneratedParam> All =
    [
        new("2t", 167, 300, 55, 6, 5, TypeOfLevel: "heightAboveGround", Level: 2),
        new("2d", 168, 293, 55, 6, 1, TypeOfLevel: "heightAboveGround", Level: 2),
        new("10u", 165, -4, -8, 7, 1, TypeOfLevel: "heightAboveGround", Level: 10),
        new("10v", 166, 0, 1, 7, 1, TypeOfLevel: "heightAboveGround", Level: 10),
        new("msl", 151, 101_300, 500, 1200, 80, TypeOfLevel: "meanSea"),
        new("sp", 134, 98_500, 2500, 1200, 80),
        new("sst", 34, 300, 29, 1.5, 0.3, Least: 271.35),
        new("skt", 235, 301, 56, 6, 8),
        new("tcc", 164, 0.5, -0.1, 0.4, 0.1, Least: 0, Most: 1),
        new("tp", 228228, 0.15, 0.12, 0.25, 0.1, Least: 0, IsAccumulated: true),
        new("sf", 228144, -0.1, -0.12, 0.1, 0, Least: 0, IsAccumulated: true),
        new("t", 130, 300, 45, 5, 1, -90, TypeOfLevel: Pressure),
        new("u", 131, 2, -6, 12, 0.5, 20, TypeOfLevel: Pressure),
        new("v", 132, 0, 1, 12, 0.5, TypeOfLevel: Pressure),
        new("q", 133, 0.016, 0.014, 0.002, 0.0005, -0.016, Least: 1e-7, TypeOfLevel: Pressure),
        new("z", 129, 800, 1500, 1500, 20, 160_000, TypeOfLevel: Pressure),
        new("r", 157, 65, 5, 30, 5, -30, Least: 0, Most: 100, TypeOfLevel: Pressure),
    ];

    private const string Pressure = "isobaricInhPa";

    public bool IsOnLevels => TypeOfLevel == Pressure;
}
