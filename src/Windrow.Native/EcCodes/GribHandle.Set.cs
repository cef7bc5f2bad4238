using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Native.EcCodes;

/// <summary>Writing. Only for handles with memory of their own; the order of calls matters, as it does for ecCodes.</summary>
public sealed unsafe partial class GribHandle
{
    public void SetLong(EcCodesKey key, long value)
    {
        BeforeSet();
        var status = EcCodesApi.codes_set_long(this, key.Octets, new CLong((nint)value));
        if (status != 0)
            CheckSet(status, key, value.ToString(CultureInfo.InvariantCulture));
    }

    public void SetDouble(EcCodesKey key, double value)
    {
        BeforeSet();
        var status = EcCodesApi.codes_set_double(this, key.Octets, value);
        if (status != 0)
            CheckSet(status, key, value.ToString(CultureInfo.InvariantCulture));
    }

    public void SetString(EcCodesKey key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        BeforeSet();
        Span<byte> octets = value.Length <= 256 ? stackalloc byte[1024] : new byte[(value.Length * 4) + 1];
        var written = Encoding.UTF8.GetBytes(value, octets);
        octets[written] = 0;
        var length = (nuint)written;
        var status = EcCodesApi.codes_set_string(this, key.Octets, octets, ref length);
        if (status != 0)
            CheckSet(status, key, $"'{value}'");
    }

    public void SetBytes(EcCodesKey key, ReadOnlySpan<byte> value)
    {
        BeforeSet();
        var length = (nuint)value.Length;
        CheckSet(EcCodesApi.codes_set_bytes(this, key.Octets, value, ref length), key, "octets");
    }

    /// <summary>Writes ones into all octets of a key.</summary>
    public void SetMissing(EcCodesKey key)
    {
        BeforeSet();
        CheckSet(EcCodesApi.codes_set_missing(this, key.Octets), key, "missing");
    }

    public void SetDoubles(EcCodesKey key, ReadOnlySpan<double> values)
    {
        BeforeSet();
        CheckSet(EcCodesApi.codes_set_double_array(this, key.Octets, values, (nuint)values.Length), key, "numbers");
    }

    public void SetLongs(EcCodesKey key, ReadOnlySpan<long> values)
    {
        BeforeSet();
        var integers = MemoryMarshal.Cast<long, CLong>(values);
        CheckSet(EcCodesApi.codes_set_long_array(this, key.Octets, integers, (nuint)values.Length), key, "integers");
    }

    /// <summary>
    /// Says which number stands for a missing value when values are read or written. It is no part of the message, so
    /// that this is allowed for a handle over the caller's memory too.
    /// </summary>
    public void SetMissingValue(double value) =>
        CheckSet(EcCodesApi.codes_set_double(this, "missingValue\0"u8, value), "missingValue", "a mark");

    private void BeforeSet()
    {
        if (_pin.Pointer != null)
            throw new InvalidOperationException("This handle reads memory that it does not own; clone it to change keys.");
        EcCodesLog.Forget();
    }

    private static void CheckSet(int status, EcCodesKey key, string value)
    {
        if (status != 0)
            throw new EcCodesException((EcCodesStatus)status, $"set {key} = {value}", key.Name);
    }
}
