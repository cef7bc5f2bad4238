using Windrow.Core.Payloads;

namespace Windrow.Fields.Values;

/// <summary>
/// The numbers of a message, in memory. They are read-only; dispose the values when done, or take the payload over.
/// </summary>
public readonly struct FieldValues : IDisposable
{
    /// <param name="field">The values; this holds one reference to them.</param>
    /// <param name="missing">What stands for a point without a value, NaN included; null when every point has one.</param>
    public FieldValues(FieldPayload field, double? missing)
    {
        Field = field;
        Missing = missing;
    }

    public FieldPayload Field { get; }

    /// <summary>What stands for a point without a value, NaN included; null when every point has one.</summary>
    public double? Missing { get; }

    public void Dispose() => Field.Release();
}
