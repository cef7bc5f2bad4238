namespace Windrow.Native.ZeroMq;

/// <summary>libzmq refused something.</summary>
public sealed class ZeroMqException(string what, int error, string reason) : Exception($"{what}: {reason}")
{
    /// <summary><c>errno</c>, as the system or libzmq defines it.</summary>
    public int Error { get; } = error;

    /// <summary>True: the address is taken by another socket.</summary>
    public bool IsAddressInUse => Error == ZeroMqError.AddressInUse;

    internal static unsafe ZeroMqException Last(string what)
    {
        var error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        return new ZeroMqException(what, error, System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)ZeroMqApi.zmq_strerror(error)) ?? $"error {error}");
    }
}
