namespace Windrow.Fields.Generate.Storm;

/// <summary>
/// A low after the Norwegian model (J. Bjerknes and Solberg, Geofysiske Publikasjoner 3 (1), 1922): a cold front that trails to the south-west, a
/// warm front that reaches to the south-east, warm air between them; wide rain ahead of the warm front, a narrow band of heavy rain along the cold front,
/// a cloud head around the centre, showers in the cold air. South of the equator all of it is mirrored.
/// </summary>
internal static class Fronts
{
    private const double KilometresPerDegree = 111.2;

    /// <summary>Beyond this many km from the centre, times the size of a low, nothing is seen of it.</summary>
    private const double Reach = 4500;

    /// <summary>The air at a point at an hour since the reference time, with all lows.</summary>
    public static Air At(double latitude, double longitude, double hour)
    {
        var air = Air.Calm;
        foreach (var low in Low.All)
        {
            var centre = low.Latitude + (low.North * hour);
            var x = Math.IEEERemainder(longitude - low.Longitude - (low.East * hour), 360) * KilometresPerDegree * Math.Cos(double.DegreesToRadians(latitude));
            var y = (latitude - centre) * KilometresPerDegree * Math.Sign(centre);
            if ((x * x) + (y * y) < Reach * Reach * low.Size * low.Size)
                air = air.With(Around(low, x / low.Size, y / low.Size, low.Strength(hour)));
        }

        return air;
    }

    /// <param name="x">Kilometres to the east of the centre, divided by the size of the low.</param>
    /// <param name="y">The same towards the pole.</param>
    private static Air Around(Low low, double x, double y, double strength)
    {
        var r = Math.Sqrt((x * x) + (y * y));
        var south = Math.Min(y, 0);
        var east = Math.Max(x, 0);

        // Distances from the fronts, which both are continued beyond the centre, so that nothing jumps: ahead of the cold one, equatorward of the warm one.
        var fromCold = x - 60 + (south * south / 3600);
        var fromWarm = (-0.22 * east) - (east * east / 9000) - y;
        var near = Math.Exp(-Square(r / 1500));
        var warm = Rise(fromCold / 50) * Rise(fromWarm / 110) * near;
        var cold = Rise(-fromCold / 90) * Math.Exp(-Square((x + 750) / 800) - Square((y + 350) / 850));

        var trailing = Rise(-(y + 40) / 70) * Math.Exp(-r / 1100);
        var leading = Rise((x - 60) / 90) * Math.Exp(-r / 900);
        var coldBand = Math.Exp(-Square((fromCold + 25) / 75)) * trailing;
        var warmBand = Math.Exp(-Square((fromWarm + 130) / 140)) * leading;
        var head = Math.Exp(-Square((x + 120) / 300) - Square((y - 130) / 170));
        var cells = Square(Math.Max(0, Math.Sin((x / 75) + Math.Sin(y / 190)) * Math.Sin((y / 68) + Math.Sin(x / 160)))) * cold;

        var rain = (6.5 * coldBand) + (2.6 * warmBand) + (2.2 * head) + (1.5 * cells);
        var shield = Math.Exp(-Square((fromWarm + 190) / 270)) * Rise((x + 100) / 110) * Math.Exp(-Square(r / 1300));
        var cloud = Math.Max(Math.Max(0.98 * shield, Math.Exp(-Square((fromCold + 30) / 130)) * Rise(-y / 90) * Math.Exp(-Square(r / 1700))), Math.Max(Math.Min(1, 1.3 * head), Math.Max(0.55 * warm, 0.8 * cells)));

        var trough = 0.16 * Math.Exp(-Math.Abs(fromCold) / 130) * Rise(-(y + 60) / 110) * Math.Exp(-r / 900);
        var fall = low.Depth * ((1 / (1 + Square(r / 620)) * Math.Exp(-Square(r / 2300))) + trough);
        var upper = (low.Depth / 3600 * low.Size) * ((-210 * Math.Exp(-Square((x + 420) / 820) - Square((y + 60) / 760))) + (110 * Math.Exp(-Square((x - 1150) / 850) - Square(y / 850))));
        return new Air(
            strength * fall, strength * upper, strength * warm, strength * cold, Math.Min(1, cloud * Math.Sqrt(strength)), strength * rain,
            r * low.Size * 1000, strength * Math.Exp(-Square(r / 900)));
    }

    /// <summary>From 0 to 1 around zero, in about two units to either side.</summary>
    private static double Rise(double x) => 1 / (1 + Math.Exp(-2 * x));

    private static double Square(double x) => x * x;
}
