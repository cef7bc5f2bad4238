using System.Collections.Immutable;
using System.Globalization;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders;

/// <summary>An input that keeps a product from being drawn.</summary>
/// <param name="Input">Its name.</param>
/// <param name="Missing">The instants that every other input has, or some other input if none has all, and this one has not.</param>
/// <param name="Available">The instants that it has.</param>
internal sealed record ProductGap(string Input, ImmutableArray<Instant> Missing, ImmutableArray<Instant> Available)
{
    private const int MostInstants = 8;

    public override string ToString() => Available.IsEmpty
        ? $"'{Input}' is not there at all"
        : $"'{Input}' is missing at {Text(Missing)}; it is there at {Text(Available)}";

    private static string Text(ImmutableArray<Instant> instants) => instants.Length <= MostInstants
        ? string.Join(", ", instants)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", instants.Take(MostInstants))} and {instants.Length - MostInstants} more");
}
