using System.Runtime.InteropServices;

namespace Windrow.Native.EcCodes;

/// <summary>Reading: the <c>Get…</c> of a key that must be there throws; the <c>TryGet…</c> returns ecCodes' status.</summary>
public sealed unsafe partial class GribHandle
{
    private const int LongestString = 4096;

    public bool Has(EcCodesKey key) => EcCodesApi.codes_is_defined(this, key.Octets) != 0;

    /// <summary>Whether the octets of a key are all ones, which GRIB calls missing. False as well for an unknown key.</summary>
    public bool IsMissing(EcCodesKey key) =>
        EcCodesApi.codes_is_missing(this, key.Octets, out var error) != 0 && error == 0;

    public EcCodesStatus TryGetNativeType(EcCodesKey key, out EcCodesType type)
    {
        var status = EcCodesApi.codes_get_native_type(this, key.Octets, out var code);
        type = (EcCodesType)code;
        return (EcCodesStatus)status;
    }

    public EcCodesStatus TryGetLong(EcCodesKey key, out long value)
    {
        EcCodesLog.Forget();
        var status = EcCodesApi.codes_get_long(this, key.Octets, out var number);
        value = number.Value;
        return (EcCodesStatus)status;
    }

    public EcCodesStatus TryGetDouble(EcCodesKey key, out double value)
    {
        EcCodesLog.Forget();
        return (EcCodesStatus)EcCodesApi.codes_get_double(this, key.Octets, out value);
    }

    /// <summary>The key as text; <c>MISSING</c> where its octets are all ones, as ecCodes' tools print it.</summary>
    public EcCodesStatus TryGetString(EcCodesKey key, out string value)
    {
        EcCodesLog.Forget();
        Span<byte> octets = stackalloc byte[LongestString];
        var length = (nuint)octets.Length;
        var status = EcCodesApi.codes_get_string(this, key.Octets, octets, ref length);
        value = status == 0 ? Text(octets[..(int)Math.Min(length, LongestString)]) : "";
        return (EcCodesStatus)status;
    }

    public long GetLong(EcCodesKey key)
    {
        Check((int)TryGetLong(key, out var value), $"get {key}", key.Name);
        return value;
    }

    public double GetDouble(EcCodesKey key)
    {
        Check((int)TryGetDouble(key, out var value), $"get {key}", key.Name);
        return value;
    }

    public string GetString(EcCodesKey key)
    {
        Check((int)TryGetString(key, out var value), $"get {key} as text", key.Name);
        return value;
    }

    public byte[] GetBytes(EcCodesKey key)
    {
        var octets = new byte[LongestString];
        var length = (nuint)octets.Length;
        Check(EcCodesApi.codes_get_bytes(this, key.Octets, octets, ref length), $"get the octets of {key}", key.Name);
        return octets[..(int)length];
    }

    /// <summary>The number of elements of a key: 1, or the length of an array.</summary>
    public int GetSize(EcCodesKey key)
    {
        Check(EcCodesApi.codes_get_size(this, key.Octets, out var size), $"get the size of {key}", key.Name);
        return checked((int)size);
    }

    /// <summary>Reads an array of doubles into the caller's memory and returns how many there were.</summary>
    /// <exception cref="EcCodesException">The span is too small, or the data cannot be decoded.</exception>
    public int GetDoubles(EcCodesKey key, Span<double> values)
    {
        EcCodesLog.Forget();
        var length = (nuint)values.Length;
        Check(EcCodesApi.codes_get_double_array(this, key.Octets, values, ref length),
            $"decode {key} into {values.Length} numbers", key.Name);
        return (int)length;
    }

    /// <summary>Reads an array of integers, such as <c>pl</c>, and returns how many there were.</summary>
    public int GetLongs(EcCodesKey key, Span<long> values)
    {
        EcCodesLog.Forget();
        var length = (nuint)values.Length;
        // A C long is 64 bits wide on every system that Windrow runs on.
        Check(EcCodesApi.codes_get_long_array(this, key.Octets, MemoryMarshal.Cast<long, CLong>(values), ref length),
            $"get {key} into {values.Length} numbers", key.Name);
        return (int)length;
    }
}
