using System.Runtime.InteropServices;
using Windrow.Core.Payloads;
using Windrow.ModelApi.Failures;
using Windrow.ModelApi.Handles;

namespace Windrow.ModelApi;

/// <summary>A <c>multio_data_t</c>: values that a model puts together piece by piece before it writes them as a field.</summary>
internal sealed class ModelData
{
    public static readonly HandleTable<ModelData> Table = new(4, "multio_data_t");

    private readonly ModelHandle? _handle;
    private byte[] _bytes = [];

    /// <param name="handle">Whose failure handler is told of wrong calls; null: there is none.</param>
    public ModelData(ModelHandle? handle = null) => _handle = handle;

    /// <summary>Bytes.</summary>
    public int Size { get; private set; }

    /// <summary>Who is told of wrong calls about some data; nobody, where there are no such data.</summary>
    public static FailureHandler HandlerOf(nint data) => Table.Find(data)?._handle?.Handler ?? FailureHandler.None;

    /// <exception cref="ModelException">The size is negative.</exception>
    public void Resize(int bytes)
    {
        if (bytes < 0)
            throw new ModelException($"a size of {bytes} bytes");
        if (bytes > _bytes.Length)
            Array.Resize(ref _bytes, bytes);
        _bytes.AsSpan(bytes).Clear(); // what grows back later is zero
        Size = bytes;
    }

    public void Zero() => _bytes.AsSpan().Clear();

    /// <param name="place">Of the first value, counted in values of this type from 0.</param>
    /// <exception cref="ModelException">They lie beyond the end.</exception>
    public void Set<T>(ReadOnlySpan<T> values, int place)
        where T : unmanaged
    {
        var all = MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(0, Size));
        if (place < 0 || (long)place + values.Length > all.Length)
            throw new ModelException($"values {place} to {(long)place + values.Length - 1} of {all.Length}", "resize the data first");
        values.CopyTo(all[place..]);
    }

    /// <summary>The values as a field, of 4 or 8 bytes each; the data keep theirs.</summary>
    /// <exception cref="ModelException">They are no whole number of such values.</exception>
    public FieldPayload ToField(int bytesPerValue)
    {
        if (bytesPerValue is not (sizeof(float) or sizeof(double)) || Size % bytesPerValue != 0)
            throw new ModelException($"{Size} bytes are no values of {bytesPerValue} bytes", "byte_size is 4 for float and 8 for double");
        var bytes = _bytes.AsSpan(0, Size);
        return bytesPerValue == sizeof(float) ? FieldPayload.Copy(MemoryMarshal.Cast<byte, float>(bytes)) : FieldPayload.Copy(MemoryMarshal.Cast<byte, double>(bytes));
    }
}
