using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Native.EcCodes;

/// <summary>
/// Takes over what ecCodes would write to standard error. Each thread keeps its last line so that an exception can carry
/// it; the lines are counted, so that nothing is lost without a trace, and hostile input cannot flood a terminal.
/// </summary>
public static unsafe class EcCodesLog
{
    private const int Kept = 300;
    private static long _lines;

    [ThreadStatic]
    private static byte[]? _last;

    [ThreadStatic]
    private static int _length;

    /// <summary>How many lines ecCodes has wanted to log since the program started.</summary>
    public static long Lines => Interlocked.Read(ref _lines);

    internal static string TakeLast()
    {
        var text = _length == 0 ? "" : Encoding.UTF8.GetString(_last!, 0, _length);
        _length = 0;
        return text;
    }

    internal static void Forget() => _length = 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Take(nint context, int level, byte* message)
    {
        Interlocked.Increment(ref _lines);
        if (message == null)
            return;
        var line = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(message);
        line = line[..Math.Min(line.Length, Kept)];
        line.CopyTo(_last ??= new byte[Kept]);
        _length = line.Length;
    }
}
