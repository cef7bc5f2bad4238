using Windrow.Core.Messages;

namespace Windrow.Fields.Grids;

/// <summary>The points on the sphere at which fields have values, in the order of the values. Immutable.</summary>
internal abstract class Grid
{
    private readonly Lazy<PointTree> _tree;

    private protected Grid(string name, Metadata description)
    {
        (Name, Description) = (name, description);
        _tree = new Lazy<PointTree>(MakeTree);
    }

    /// <summary>The name as users write it, such as <c>O320</c> or <c>0.25/0.25</c>; else what kind of grid it is.</summary>
    public string Name { get; }

    /// <summary>Hash of where the points are: equal grids have equal ones, whatever they are called.</summary>
    public abstract MessageId Identity { get; }

    public abstract int Points { get; }

    /// <summary>The metadata that tell the grid: <c>gridType</c> and the keys that belong to it. Empty where there are none.</summary>
    public Metadata Description { get; }

    /// <summary>Where all points are.</summary>
    /// <param name="latitudes">Degrees north; room for <see cref="Points"/>.</param>
    /// <param name="longitudes">Degrees east, from any meridian.</param>
    public abstract void CopyLocations(Span<double> latitudes, Span<double> longitudes);

    /// <summary>Whether the place lies on the part of the sphere that the grid is for: within half a cell of its outer points.</summary>
    public abstract bool Covers(double latitude, double longitude);

    /// <summary>Finds points by their distance; made when first asked for.</summary>
    public abstract INearestPoint Nearest { get; }

    /// <summary>Finds several nearest points; made when first asked for, at 28 bytes a point.</summary>
    public PointTree Tree => _tree.Value;

    public override string ToString() => Name;

    private PointTree MakeTree()
    {
        var (latitudes, longitudes) = (new double[Points], new double[Points]);
        CopyLocations(latitudes, longitudes);
        return new PointTree(latitudes, longitudes);
    }
}
