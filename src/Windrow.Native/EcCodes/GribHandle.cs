using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Native.EcCodes;

/// <summary>
/// An ecCodes handle on one GRIB message. It belongs to one thread at a time. Dispose it: a handle holds some 200 kB that
/// the collector cannot see. Octets must have been checked before (see <see cref="Structure.GribStructure"/>): ecCodes
/// trusts what lengths say.
/// </summary>
public sealed unsafe partial class GribHandle : SafeHandle
{
    /// <summary>What the collector is told that a handle weighs.</summary>
    private const int Weight = 128 << 10;

    private MemoryHandle _pin;

    private GribHandle(nint handle, MemoryHandle pin = default)
        : base(0, ownsHandle: true)
    {
        _pin = pin;
        SetHandle(handle);
        GC.AddMemoryPressure(Weight);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>A handle for reading over the caller's memory, without a copy. The memory must not change or go before the handle.</summary>
    public static GribHandle Wrap(ReadOnlyMemory<byte> message)
    {
        var pin = message.Pin();
        EcCodesLog.Forget();
        var handle = EcCodesApi.codes_handle_new_from_message(0, pin.Pointer, (nuint)message.Length);
        if (handle != 0)
            return new GribHandle(handle, pin);
        pin.Dispose();
        throw new EcCodesException(EcCodesStatus.InvalidArgument, "read the message");
    }

    /// <summary>A handle with its own copy of a message, to be changed.</summary>
    public static GribHandle FromTemplate(ReadOnlySpan<byte> message)
    {
        EcCodesLog.Forget();
        var handle = EcCodesApi.codes_handle_new_from_message_copy(0, message, (nuint)message.Length);
        return handle != 0
            ? new GribHandle(handle)
            : throw new EcCodesException(EcCodesStatus.InvalidArgument, "read the template message");
    }

    /// <summary>A handle from one of ecCodes' samples, such as <c>regular_ll_pl_grib2</c>.</summary>
    /// <exception cref="EcCodesException">There is no such sample.</exception>
    public static GribHandle FromSample(string sample)
    {
        ArgumentException.ThrowIfNullOrEmpty(sample);
        EcCodesLog.Forget();
        var handle = EcCodesApi.codes_grib_handle_new_from_samples(0, new EcCodesKey(sample).Octets);
        return handle != 0
            ? new GribHandle(handle)
            : throw new EcCodesException(EcCodesStatus.FileNotFound, $"open the sample '{sample}'");
    }

    public GribHandle Clone()
    {
        EcCodesLog.Forget();
        var handle = EcCodesApi.codes_handle_clone(this);
        return handle != 0
            ? new GribHandle(handle)
            : throw new EcCodesException(EcCodesStatus.InternalError, "clone a handle");
    }

    /// <summary>The encoded message. The span is valid until the handle is changed or disposed.</summary>
    public ReadOnlySpan<byte> Message
    {
        get
        {
            Check(EcCodesApi.codes_get_message(this, out var message, out var length), "give the message", null);
            return new ReadOnlySpan<byte>(message, checked((int)length));
        }
    }

    /// <summary>The names of the keys in a namespace (<c>ls</c>, <c>mars</c>, <c>time</c>, …), in ecCodes' order.</summary>
    public IReadOnlyList<string> KeysOf(string nameSpace)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameSpace);
        var names = new List<string>(24);
        var iterator = EcCodesApi.codes_keys_iterator_new(this, new CULong(0), new EcCodesKey(nameSpace).Octets);
        if (iterator == 0)
            return names;
        try
        {
            while (EcCodesApi.codes_keys_iterator_next(iterator) != 0)
                names.Add(Marshal.PtrToStringUTF8((nint)EcCodesApi.codes_keys_iterator_get_name(iterator))!);
        }
        finally
        {
            _ = EcCodesApi.codes_keys_iterator_delete(iterator);
        }

        return names;
    }

    protected override bool ReleaseHandle()
    {
        var deleted = EcCodesApi.codes_handle_delete(handle) == 0;
        _pin.Dispose();
        GC.RemoveMemoryPressure(Weight);
        return deleted;
    }

    private static void Check(int code, string operation, string? key)
    {
        if (code != 0)
            throw new EcCodesException((EcCodesStatus)code, operation, key);
    }

    private static string Text(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? octets : octets[..end]);
    }
}
