using System.Runtime.InteropServices;
using Windrow.Core.Messages;

namespace Windrow.Fields.Grids;

/// <summary>A grid of which nothing is known but where its points are: ocean models' curvilinear and unstructured grids.</summary>
internal sealed class PointGrid : Grid
{
    private readonly double[] _latitudes;
    private readonly double[] _longitudes;

    /// <param name="latitudes">Degrees north.</param>
    /// <param name="longitudes">Degrees east, as many.</param>
    public PointGrid(string name, double[] latitudes, double[] longitudes)
        : base(name, Metadata.From(("gridType", "unstructured_grid")))
    {
        (_latitudes, _longitudes) = (latitudes, longitudes);
        Identity = default(MessageId).With(MemoryMarshal.AsBytes<double>(latitudes)).With(MemoryMarshal.AsBytes<double>(longitudes));
    }

    public override MessageId Identity { get; }

    public override int Points => _latitudes.Length;

    public override INearestPoint Nearest => Tree;

    public override void CopyLocations(Span<double> latitudes, Span<double> longitudes)
    {
        _latitudes.CopyTo(latitudes);
        _longitudes.CopyTo(longitudes);
    }

    /// <summary>Nobody knows where it ends, so everywhere.</summary>
    public override bool Covers(double latitude, double longitude) => true;
}
