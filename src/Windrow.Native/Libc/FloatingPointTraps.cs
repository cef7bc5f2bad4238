using System.Runtime.InteropServices;

namespace Windrow.Native.Libc;

/// <summary>
/// Models are built to stop at a division by zero or an overflow (<c>-ffpe-trap</c>), and the thread that calls us is theirs: our
/// kernels, which compute with missing values in vector lanes and sort them out afterwards, must not be stopped by it. Holds
/// the traps of the calling thread off until it is disposed.
/// </summary>
public readonly ref partial struct FloatingPointTraps : IDisposable
{
    private const string Library = "libm.so.6";

    private readonly int _enabled;

    private FloatingPointTraps(int enabled) => _enabled = enabled;

    /// <summary>Holds them off; costs some nanoseconds where none is set.</summary>
    public static FloatingPointTraps HoldOff()
    {
        if (!OperatingSystem.IsLinux())
            return default;
        var enabled = GetEnabled();
        if (enabled != 0)
            _ = Disable(enabled);
        return new FloatingPointTraps(enabled);
    }

    public void Dispose()
    {
        if (_enabled == 0)
            return;

        // What our computations raised would stop the model as soon as the traps are back.
        _ = Clear(_enabled);
        _ = Enable(_enabled);
    }

    [LibraryImport(Library, EntryPoint = "fegetexcept")]
    private static partial int GetEnabled();

    [LibraryImport(Library, EntryPoint = "fedisableexcept")]
    private static partial int Disable(int exceptions);

    [LibraryImport(Library, EntryPoint = "feenableexcept")]
    private static partial int Enable(int exceptions);

    [LibraryImport(Library, EntryPoint = "feclearexcept")]
    private static partial int Clear(int exceptions);
}
