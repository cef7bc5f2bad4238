using System.Runtime.InteropServices;

namespace Windrow.Native.Libc;

/// <summary>The environment as native libraries of this process see it; what .NET sets stays in .NET.</summary>
public static partial class ProcessEnvironment
{
    /// <summary>Sets a variable. Call it before threads of native libraries may read the environment.</summary>
    public static void Set(string name, string value)
    {
        if (setenv(name, value, overwrite: 1) != 0)
            throw new IOException($"Cannot set the environment variable '{name}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int setenv(string name, string value, int overwrite);
}
