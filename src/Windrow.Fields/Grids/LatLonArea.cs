namespace Windrow.Fields.Grids;

/// <summary>A part of the globe between two latitudes and two meridians, in degrees; east is up to 360 more than west.</summary>
internal readonly record struct LatLonArea(double North, double West, double South, double East)
{
    public static LatLonArea Global { get; } = new(90, 0, -90, 360);

    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? Defect => this switch
    {
        _ when !double.IsFinite(North + West + South + East) => "its numbers are not finite",
        _ when North > 90 || South < -90 => "it goes beyond a pole",
        _ when North < South => "its north is south of its south; the order is north, west, south, east",
        _ when East <= West => "its east is not east of its west; across the date line write [n, 170, s, 190]",
        _ when East - West > 360 => "it goes round the globe more than once",
        _ => null,
    };
}
