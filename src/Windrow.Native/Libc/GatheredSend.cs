using System.Runtime.InteropServices;

namespace Windrow.Native.Libc;

/// <summary>Sends two pieces of memory as if they lay side by side, without a copy: <c>sendmsg(2)</c>, which .NET offers for arrays only.</summary>
public static unsafe partial class GatheredSend
{
    private const int NoSignal = 0x4000;
    private const int Interrupted = 4;

    /// <summary>Sends both pieces whole on a socket that blocks.</summary>
    /// <param name="descriptor">The socket's.</param>
    /// <exception cref="IOException">The connection has ended.</exception>
    public static void Send(nint descriptor, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        fixed (byte* one = first, two = second)
        {
            var pieces = stackalloc Piece[2] { new Piece(one, (nuint)first.Length), new Piece(two, (nuint)second.Length) };
            var message = new Envelope { Pieces = pieces, Count = 2 };
            while (message.Count > 0)
            {
                if (message.Pieces->Length == 0)
                {
                    message.Pieces++;
                    message.Count--;
                    continue;
                }

                var sent = sendmsg((int)descriptor, &message, NoSignal);
                if (sent < 0)
                {
                    var error = Marshal.GetLastPInvokeError();
                    if (error == Interrupted)
                        continue;
                    throw new IOException($"the connection has ended: {Marshal.GetPInvokeErrorMessage(error)}");
                }

                for (var rest = (nuint)sent; rest > 0;)
                {
                    var taken = nuint.Min(rest, message.Pieces->Length);
                    message.Pieces->Start += taken;
                    message.Pieces->Length -= taken;
                    rest -= taken;
                    if (message.Pieces->Length == 0)
                    {
                        message.Pieces++;
                        message.Count--;
                    }
                }
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int socket, Envelope* message, int flags);

    /// <summary><c>struct iovec</c></summary>
    private struct Piece(byte* start, nuint length)
    {
        public byte* Start = start;
        public nuint Length = length;
    }

    /// <summary><c>struct msghdr</c> of 64-bit Linux.</summary>
    private struct Envelope
    {
        public void* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint Count;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
