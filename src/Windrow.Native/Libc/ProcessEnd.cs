using System.Runtime.InteropServices;

namespace Windrow.Native.Libc;

/// <summary>Ends this process as the kernel does: no destructors of C++ statics, which crash or hang while another thread is in a library.</summary>
public static partial class ProcessEnd
{
    public static void Now(int status) => _exit(status);

    [LibraryImport("libc")]
    private static partial void _exit(int status);
}
