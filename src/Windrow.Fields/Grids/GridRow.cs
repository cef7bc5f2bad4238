namespace Windrow.Fields.Grids;

/// <summary>Points of one latitude, in equal steps eastward. All angles are in degrees.</summary>
/// <param name="Latitude">North is positive.</param>
/// <param name="First">Longitude of the westernmost point.</param>
/// <param name="Step">From point to point; positive.</param>
/// <param name="Count">How many points there are.</param>
/// <param name="Start">Number of the westernmost point; the others follow.</param>
/// <param name="North">The northern edge of the cells around the points.</param>
/// <param name="South">The southern edge.</param>
internal readonly record struct GridRow(double Latitude, double First, double Step, int Count, int Start, double North, double South)
{
    private const double Slack = 1e-9;

    /// <summary>Whether the points go round the globe, so that the first follows the last.</summary>
    public bool IsRing => Math.Abs((Count * Step) - 360) < 1e-6 * Step;

    /// <summary>How many steps a longitude is east of the first point, in [0, 360/<see cref="Step"/>).</summary>
    public double StepsTo(double longitude)
    {
        var east = longitude - First;
        if (east is < 0 or >= 360)
        {
            east -= 360 * Math.Floor(east / 360);
            if (east >= 360)
                east = 0;
        }

        return east / Step;
    }

    /// <summary>The column nearest to a longitude; of two the western one.</summary>
    public int Nearest(double longitude)
    {
        var steps = StepsTo(longitude);
        var column = (int)Math.Ceiling(steps - 0.5 - Slack);
        if (column < Count)
            return Math.Max(column, 0);

        // Behind the last point: the first one is next where the row goes round, or where it is nearer.
        return IsRing || (360 / Step) - steps < steps - (Count - 1) ? 0 : Count - 1;
    }

    /// <summary>Whether a longitude lies within half a step of the points.</summary>
    public bool Covers(double longitude)
    {
        if (IsRing)
            return true;
        var steps = StepsTo(longitude);
        return steps <= Count - 0.5 + Slack || (360 / Step) - steps <= 0.5 + Slack;
    }
}
