using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>Equality as CQL2 has it: numbers of all types by their value.</summary>
internal sealed class LooseEquality : IEqualityComparer<MetadataValue>
{
    public static readonly LooseEquality Instance = new();

    public bool Equals(MetadataValue x, MetadataValue y) => Comparing.Compare(x, y) == Order.Equal;

    public int GetHashCode(MetadataValue value) => value.TryGetNumber(out var number) ? (number + 0.0).GetHashCode() : value.GetHashCode();
}
