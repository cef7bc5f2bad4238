using System.Buffers;
using System.Globalization;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>A field with its values and a handle of its own, which can become the template of a result.</summary>
internal sealed class DecodedField : IDisposable
{
    /// <summary>A constant field has no data, so that a message of a hundred octets could ask for any number of points.</summary>
    private const int MaxPoints = 1 << 27;

    private static readonly EcCodesKey ValuesKey = "values";
    private static readonly EcCodesKey BitsPerValueKey = "bitsPerValue";
    private static readonly EcCodesKey PackingType = "packingType";

    private DecodedField(string name, GribHandle handle, FieldValues values)
    {
        (Name, Handle, Values) = (name, handle, values);
        Grid = GridShape.Of(handle, values.Count);
        _ = handle.TryGetLong(BitsPerValueKey, out var bits);
        BitsPerValue = (int)bits;
    }

    /// <summary>The name of the input that it came from.</summary>
    public string Name { get; }

    public GribHandle Handle { get; }

    public FieldValues Values { get; }

    public GridShape Grid { get; }

    public int BitsPerValue { get; }

    /// <summary>Decodes the first message of the octets.</summary>
    /// <exception cref="DerivationException">It is no message, is cut off, or has no values at points.</exception>
    /// <exception cref="EcCodesException">ecCodes cannot decode it.</exception>
    public static DecodedField Open(ReadOnlyMemory<byte> octets, string name)
    {
        GribHandle? handle = null;
        try
        {
            handle = GribHandle.FromTemplate(GribOctets.First(octets).Span);
            return new DecodedField(name, handle, Decode(handle));
        }
        catch (Exception failure) when (failure is DerivationException or EcCodesException)
        {
            handle?.Dispose();
            throw new DerivationException($"the message of input {name} cannot be used: {failure.Message}");
        }
    }

    /// <exception cref="DerivationException">The other field is on another grid.</exception>
    public void CheckSameGrid(DecodedField other)
    {
        if (!Grid.Fits(other.Grid))
            throw new DerivationException($"input {other.Name} is on another grid ({other.Grid}) than input {Name} ({Grid})");
    }

    public void Dispose()
    {
        Values.Dispose();
        Handle.Dispose();
    }

    private static FieldValues Decode(GribHandle handle)
    {
        var count = handle.GetSize(ValuesKey);
        if (count > MaxPoints)
            throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"it has {count} points; at most {MaxPoints} are accepted"));
        if (handle.TryGetString(PackingType, out var packing) == EcCodesStatus.Success && packing.StartsWith("spectral", StringComparison.Ordinal))
            throw new DerivationException("it holds spectral coefficients; transform it to a grid first");
        // The missing value is no part of the message; NaN survives the way to single precision, where every number could be a value.
        handle.SetMissingValue(double.NaN);
        var doubles = ArrayPool<double>.Shared.Rent(Math.Max(count, 1));
        try
        {
            var decoded = handle.GetDoubles(ValuesKey, doubles.AsSpan(0, count));
            var values = new FieldValues(decoded);
            PrecisionConversion.Narrow(doubles.AsSpan(0, decoded), values.Span);
            return values;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(doubles);
        }
    }
}
