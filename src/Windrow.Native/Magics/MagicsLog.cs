using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Native.Magics;

/// <summary>
/// Collects what Magics warns of. It goes on after most mistakes, such as an unknown projection or a colour that is none, so
/// these lines are all that tells of them. Equal lines are kept once, and a number of them only.
/// </summary>
public static unsafe class MagicsLog
{
    private const int Kept = 50;
    private const string WarningPrefix = "Magics-warning:";
    private const string ErrorPrefix = "Magics-ERROR:";
    private static readonly List<string> Lines = [];

    /// <summary>The lines since the last call, in their order.</summary>
    public static IReadOnlyList<string> Take()
    {
        lock (Lines)
        {
            string[] lines = [.. Lines];
            Lines.Clear();
            return lines;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void TakeWarning(nint data, byte* message) => Add(message);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void TakeError(nint data, byte* message) => Add(message);

    private static void Add(byte* message)
    {
        // Some of its messages end with octets that were never text.
        var text = Marshal.PtrToStringUTF8((nint)message) ?? "";
        foreach (var prefix in (ReadOnlySpan<string>)[WarningPrefix, ErrorPrefix])
            text = text.Replace(prefix, "", StringComparison.Ordinal);
        text = text.Trim();
        lock (Lines)
        {
            if (text.Length > 0 && Lines.Count < Kept && !Lines.Contains(text))
                Lines.Add(text);
        }
    }
}
