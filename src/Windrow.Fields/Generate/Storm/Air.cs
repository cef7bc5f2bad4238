namespace Windrow.Fields.Generate.Storm;

/// <summary>What the lows do to the air above a point.</summary>
/// <param name="Fall">Of the pressure at sea level, in Pa.</param>
/// <param name="Trough">Of the height of 500 hPa, in m; above zero ahead of a low, where there is a ridge.</param>
/// <param name="Warm">0 to 1: between the warm front and the cold front.</param>
/// <param name="Cold">0 to 1: in the cold air behind the cold front.</param>
/// <param name="Cloud">0 to 1: cover by the clouds of the fronts.</param>
/// <param name="Rain">In mm/h.</param>
/// <param name="Radius">Distance in m from the nearest centre, for the balance of the wind.</param>
/// <param name="Turning">0 to 1: how much the flow turns around that centre.</param>
internal readonly record struct Air(double Fall, double Trough, double Warm, double Cold, double Cloud, double Rain, double Radius, double Turning)
{
    public static readonly Air Calm = new(0, 0, 0, 0, 0, 0, 5e6, 0);

    /// <summary>The air that both lows have to do with.</summary>
    public Air With(in Air other) => new(
        Fall + other.Fall,
        Trough + other.Trough,
        Math.Max(Warm, other.Warm),
        Math.Max(Cold, other.Cold),
        1 - ((1 - Cloud) * (1 - other.Cloud)),
        Rain + other.Rain,
        Turning > other.Turning ? Radius : other.Radius,
        Math.Max(Turning, other.Turning));
}
