using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grib.Encoding;

/// <summary>
/// Makes GRIB messages from a template with one handle that is kept warm. Keys stay as they were set until they are set
/// again, and their order matters as it does for ecCodes. After a failed set the state is unknown: dispose it then.
/// For one thread: each worker has its own encoder per template.
/// </summary>
public sealed class GribEncoder : IDisposable
{
    private static readonly EcCodesKey BitsKey = new("bitsPerValue");
    private static readonly EcCodesKey ScaleKey = new("binaryScaleFactor");
    private static readonly EcCodesKey BitmapKey = new("bitmapPresent");
    private static readonly EcCodesKey MissingKey = new("missingValue");
    private static readonly EcCodesKey ValuesKey = new("values");

    private GribEncoder(GribHandle handle) => Handle = handle;

    /// <summary>Begins from one of ecCodes' samples, such as <c>regular_ll_pl_grib2</c>.</summary>
    /// <exception cref="EcCodesException">There is no such sample.</exception>
    public static GribEncoder FromSample(string sample) => new(GribHandle.FromSample(sample));

    /// <summary>Begins from a message, whose octets are copied. Check its structure first.</summary>
    public static GribEncoder FromTemplate(ReadOnlySpan<byte> message) => new(GribHandle.FromTemplate(message));

    /// <summary>The handle at work.</summary>
    public GribHandle Handle { get; }

    /// <summary>Bits per packed value; null leaves it to the message. A constant field takes none, and the next one has these again.</summary>
    public long? BitsPerValue { get; set; }

    /// <exception cref="EcCodesException">The key is unknown, read-only or cannot be this value; the message names both.</exception>
    public void Set(EcCodesKey key, long value) => Handle.SetLong(key, value);

    /// <inheritdoc cref="Set(EcCodesKey, long)"/>
    public void Set(EcCodesKey key, double value) => Handle.SetDouble(key, value);

    /// <inheritdoc cref="Set(EcCodesKey, long)"/>
    public void Set(EcCodesKey key, string value) => Handle.SetString(key, value);

    /// <inheritdoc cref="Set(EcCodesKey, long)"/>
    public void SetMissing(EcCodesKey key) => Handle.SetMissing(key);

    /// <summary>Packs values, all of which are present.</summary>
    public void SetValues(ReadOnlySpan<double> values)
    {
        SetBits();
        if (Handle.TryGetLong(BitmapKey, out var present) == EcCodesStatus.Success && present != 0)
            Handle.SetLong(BitmapKey, 0);
        Pack(values);
    }

    /// <summary>Packs values of which some are missing, with a bitmap.</summary>
    /// <param name="values">One per grid point.</param>
    /// <param name="missing">The finite number that stands for a missing value.</param>
    public void SetValues(ReadOnlySpan<double> values, double missing)
    {
        SetBits();
        if (Handle.TryGetLong(BitmapKey, out var present) != EcCodesStatus.Success || present != 1)
            Handle.SetLong(BitmapKey, 1);
        Handle.SetDouble(MissingKey, missing);
        Pack(values);
    }

    /// <summary>The message as it stands; valid until a key is set.</summary>
    public ReadOnlySpan<byte> Message => Handle.Message;

    public void Dispose() => Handle.Dispose();

    private void Pack(ReadOnlySpan<double> values)
    {
        Handle.SetDoubles(ValuesKey, values);

        // A constant field has no use for the scale of the one before; without this, messages would depend on it.
        if (Handle.TryGetLong(BitsKey, out var bits) == EcCodesStatus.Success && bits == 0
            && Handle.TryGetLong(ScaleKey, out var scale) == EcCodesStatus.Success && scale != 0)
            Handle.SetLong(ScaleKey, 0);
    }

    private void SetBits()
    {
        if (BitsPerValue is { } bits && Handle.TryGetLong(BitsKey, out var now) == EcCodesStatus.Success && now != bits)
            Handle.SetLong(BitsKey, bits);
    }
}
