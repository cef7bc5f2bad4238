using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>Equality of type and value, as multio has it; NaN equals nothing.</summary>
internal sealed class TypedEquality : IEqualityComparer<MetadataValue>
{
    public static readonly TypedEquality Strict = new(strictReals: true);

    /// <summary>A double and a float32 are of one type, and equal when they are the same number as float32.</summary>
    public static readonly TypedEquality Corrected = new(strictReals: false);

    private readonly bool _strictReals;

    private TypedEquality(bool strictReals) => _strictReals = strictReals;

    public bool AreEqual(in MetadataValue x, in MetadataValue y)
    {
        // The same text or integer, which is what most keys hold.
        if (x.IsSameNonReal(y))
            return true;
        if (x.TryGetDouble(out var a))
            return y.TryGetDouble(out var b) ? a == b : !_strictReals && y.TryGetFloat32(out var narrow) && (float)a == narrow;
        if (x.TryGetFloat32(out var single))
            return y.TryGetFloat32(out var other) ? single == other : !_strictReals && y.TryGetDouble(out var wide) && single == (float)wide;
        return x.Equals(y);
    }

    public bool HaveSameType(in MetadataValue x, in MetadataValue y) => x.Type == y.Type || (!_strictReals && IsReal(x) && IsReal(y));

    public bool Equals(MetadataValue x, MetadataValue y) => AreEqual(x, y);

    // By float32, so that both widths of a number meet.
    public int GetHashCode(MetadataValue value) => IsReal(value) && value.TryGetNumber(out var number)
        ? ((float)number + 0.0f).GetHashCode()
        : value.GetHashCode();

    private static bool IsReal(in MetadataValue value) => value.Type is MetadataType.Double or MetadataType.Float32;
}
