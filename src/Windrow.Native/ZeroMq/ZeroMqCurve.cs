using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Native.ZeroMq;

/// <summary>Keys of ZeroMQ's CURVE, as 40 characters of Z85.</summary>
public static unsafe class ZeroMqCurve
{
    public const int KeyLength = 40;

    /// <exception cref="ZeroMqException">libzmq was built without CURVE.</exception>
    public static (string Public, string Secret) NewKeys()
    {
        var open = stackalloc byte[KeyLength + 1];
        var secret = stackalloc byte[KeyLength + 1];
        if (ZeroMqApi.zmq_curve_keypair(open, secret) != 0)
            throw ZeroMqException.Last("to make keys");
        return (Marshal.PtrToStringUTF8((nint)open)!, Marshal.PtrToStringUTF8((nint)secret)!);
    }

    /// <summary>The public key that belongs to a secret one.</summary>
    /// <exception cref="ZeroMqException">It is no key.</exception>
    public static string PublicOf(string secret)
    {
        var key = stackalloc byte[KeyLength + 1];
        fixed (byte* from = Encoding.UTF8.GetBytes(secret + '\0'))
        {
            if (ZeroMqApi.zmq_curve_public(key, from) != 0)
                throw ZeroMqException.Last("the public part of a key");
        }

        return Marshal.PtrToStringUTF8((nint)key)!;
    }
}
