using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grib.Encoding;

/// <summary>
/// Makes GRIB messages from a template with one handle that is kept warm. Keys stay as they were set until they are set
/// again, and their order matters as it does for ecCodes. For one thread: each worker has its own encoder per template.
/// </summary>
public sealed class GribEncoder : IDisposable
{
    private readonly GribHandle _pristine;
    private GribHandle _handle;

    private GribEncoder(GribHandle pristine)
    {
        _pristine = pristine;
        _handle = pristine.Clone();
    }

    /// <summary>Begins from one of ecCodes' samples, such as <c>regular_ll_pl_grib2</c>.</summary>
    /// <exception cref="EcCodesException">There is no such sample.</exception>
    public static GribEncoder FromSample(string sample) => new(GribHandle.FromSample(sample));

    /// <summary>Begins from a message, whose octets are copied. Check its structure first.</summary>
    public static GribEncoder FromTemplate(ReadOnlySpan<byte> message) => new(GribHandle.FromTemplate(message));

    /// <summary>The handle at work, for reading keys.</summary>
    public GribHandle Handle => _handle;

    /// <exception cref="EcCodesException">The key is unknown, read-only or cannot be this value; the message names both.</exception>
    public void Set(EcCodesKey key, long value) => _handle.SetLong(key, value);

    /// <inheritdoc cref="Set(EcCodesKey, long)"/>
    public void Set(EcCodesKey key, double value) => _handle.SetDouble(key, value);

    /// <inheritdoc cref="Set(EcCodesKey, long)"/>
    public void Set(EcCodesKey key, string value) => _handle.SetString(key, value);

    /// <inheritdoc cref="Set(EcCodesKey, long)"/>
    public void SetMissing(EcCodesKey key) => _handle.SetMissing(key);

    /// <summary>Packs values, all of which are present.</summary>
    public void SetValues(ReadOnlySpan<double> values)
    {
        if (_handle.Has("bitmapPresent") && _handle.GetLong("bitmapPresent") != 0)
            _handle.SetLong("bitmapPresent", 0);
        _handle.SetDoubles("values", values);
    }

    /// <summary>Packs values of which some are missing, with a bitmap.</summary>
    /// <param name="values">One per grid point.</param>
    /// <param name="missing">The finite number that stands for a missing value.</param>
    public void SetValues(ReadOnlySpan<double> values, double missing)
    {
        _handle.SetLong("bitmapPresent", 1);
        _handle.SetDouble("missingValue", missing);
        _handle.SetDoubles("values", values);
    }

    /// <summary>The message as it stands; valid until a key is set.</summary>
    public ReadOnlySpan<byte> Message => _handle.Message;

    /// <summary>Copies the message.</summary>
    /// <param name="destination">Room for it.</param>
    /// <returns>Its length, or -1 when it does not fit.</returns>
    public int CopyTo(Span<byte> destination)
    {
        var message = _handle.Message;
        return message.TryCopyTo(destination) ? message.Length : -1;
    }

    /// <summary>Goes back to the template as it was. Needed after a failed set; costs some 0.2 ms.</summary>
    public void Restart()
    {
        _handle.Dispose();
        _handle = _pristine.Clone();
    }

    public void Dispose()
    {
        _handle.Dispose();
        _pristine.Dispose();
    }
}
