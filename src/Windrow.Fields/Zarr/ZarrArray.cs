using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Storage;

namespace Windrow.Fields.Zarr;

/// <summary>An array of a store.</summary>
/// <param name="Compression">The level of gzip; 0: none.</param>
internal sealed record ZarrArray(CubeVariable Variable, int Compression)
{
    public string Name => Variable.Name;

    public int ItemSize => Variable.Precision == Precision.Double ? sizeof(double) : sizeof(float);

    /// <summary>Attributes, which may change.</summary>
    public Dictionary<string, object> Attributes { get; } = new(Variable.Attributes);

    /// <summary>Pieces that are written to in parts: they are kept in memory.</summary>
    public Dictionary<string, double[]> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of the parts that were written to since the last commit.</summary>
    public HashSet<string> Touched { get; } = new(StringComparer.Ordinal);

    /// <summary>Values in a piece.</summary>
    public int ChunkLength => Variable.Chunks.Aggregate(1, static (product, length) => product * length);
}
