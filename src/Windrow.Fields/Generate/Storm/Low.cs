namespace Windrow.Fields.Generate.Storm;

/// <summary>A travelling low: where its centre is at which hour, and how deep.</summary>
/// <param name="Latitude">Of the centre at the reference time, in degrees.</param>
/// <param name="Longitude">The same, in degrees east.</param>
/// <param name="North">Degrees of latitude that it moves in an hour.</param>
/// <param name="East">Degrees of longitude that it moves in an hour.</param>
/// <param name="Depth">Largest fall of pressure in the centre, in Pa.</param>
/// <param name="Deepest">The hour at which it is deepest.</param>
/// <param name="Life">Hours before and after that in which it is clearly there.</param>
/// <param name="Size">In relation to a large one.</param>
internal sealed record Low(double Latitude, double Longitude, double North, double East, double Depth, double Deepest, double Life, double Size)
{
    /// <summary>A large low that crosses the British Isles and the North Sea, a small one that grows in the lee of the Alps, and others around the globe.</summary>
    public static readonly IReadOnlyList<Low> All =
    [
        new(52.5, -12, 0.06, 0.62, 3600, 24, 60, 1),
        new(43.2, 7.5, -0.03, 0.22, 1100, 30, 16, 0.42),
        new(48, -68, 0.09, 0.6, 2600, 30, 70, 0.9),
        new(50, -165, 0.05, 0.5, 3400, 12, 80, 1.1),
        new(47, 152, 0.08, 0.6, 2800, 36, 70, 0.95),
        new(58, 72, 0.02, 0.5, 1800, 18, 60, 0.8),
        new(-52, -40, -0.04, 0.6, 3400, 20, 80, 1),
        new(-50, 35, -0.05, 0.6, 3000, 30, 80, 1),
        new(-54, 110, -0.03, 0.6, 3600, 10, 80, 1.1),
        new(-48, 170, -0.06, 0.55, 2600, 36, 70, 0.9),
        new(-53, -110, -0.04, 0.6, 3200, 24, 80, 1),
    ];

    /// <summary>1 when it is deepest, less before and after.</summary>
    public double Strength(double hour)
    {
        var away = (hour - Deepest) / Life;
        return Math.Exp(-away * away);
    }
}
