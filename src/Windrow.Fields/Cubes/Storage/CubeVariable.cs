using Windrow.Core.Payloads;

namespace Windrow.Fields.Cubes.Storage;

/// <summary>A variable of a data set: an array over named dimensions.</summary>
/// <param name="Dimensions">From the slowest to the fastest; none: a scalar.</param>
/// <param name="Chunks">How many values of each dimension are stored together.</param>
/// <param name="Fill">What stands where nothing was written.</param>
/// <param name="Attributes">Texts, whole numbers (long) and doubles.</param>
internal sealed record CubeVariable(
    string Name, Precision Precision, IReadOnlyList<string> Dimensions, IReadOnlyList<int> Chunks, double Fill, IReadOnlyDictionary<string, object> Attributes);
