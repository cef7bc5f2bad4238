namespace Windrow.Maps.Rendering;

/// <summary>A picture is cut into tiles, and only these are kept.</summary>
/// <param name="Size">Pixels of a tile's side.</param>
/// <param name="Columns">Tiles beside each other; the picture is as wide as all of them.</param>
/// <param name="Pictures">Row by row from the upper left.</param>
public sealed record MapTiles(int Size, int Columns, IReadOnlyList<MapPicture> Pictures)
{
    public bool Equals(MapTiles? other) => other is not null && (Size, Columns) == (other.Size, other.Columns) && Pictures.SequenceEqual(other.Pictures);

    public override int GetHashCode() => HashCode.Combine(Size, Columns, Pictures.Count);
}
