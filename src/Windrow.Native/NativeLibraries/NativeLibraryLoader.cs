using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Windrow.Native.NativeLibraries;

/// <summary>Finds a library under its candidate names, once per process, when a binding is first called.</summary>
internal static class NativeLibraryLoader
{
    private static readonly ConcurrentDictionary<string, nint> Loaded = new();

    static NativeLibraryLoader() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);

    /// <summary>Called by the static constructor of each binding, so that the resolver is in place before its first call.</summary>
    public static void Register()
    {
    }

    public static bool TryLoad(NativeLibraryInfo library, out nint handle)
    {
        if (Loaded.TryGetValue(library.Name, out handle))
            return true;
        foreach (var file in library.Files)
        {
            if (NativeLibrary.TryLoad(file, out handle))
            {
                Loaded[library.Name] = handle;
                return true;
            }
        }

        return false;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (NativeLibraryTable.Find(name) is not { } library)
            return 0; // libc and friends: the default search is right
        return TryLoad(library, out var handle) ? handle : throw new NativeLibraryMissingException(library);
    }
}
