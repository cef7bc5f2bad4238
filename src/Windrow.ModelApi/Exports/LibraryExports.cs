using System.Runtime.InteropServices;
using Windrow.Core;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Exports;

/// <summary>The library as a whole: start, version, last error.</summary>
internal static unsafe class LibraryExports
{
    private static readonly nint Version = NativeText.Of(ThisProgram.Version);
    private static readonly nint Revision = NativeText.Of("none");
    private static int _initialised;

    [UnmanagedCallersOnly(EntryPoint = "multio_initialise")]
    public static int Initialise()
    {
        if (Interlocked.Exchange(ref _initialised, 1) == 1)
            Console.Error.WriteLine("windrow: multio_initialise was called before; once per process is enough");
        return ErrorCode.Success;
    }

    [UnmanagedCallersOnly(EntryPoint = "multio_version")]
    public static int GetVersion(nint* version) => Give(version, Version);

    [UnmanagedCallersOnly(EntryPoint = "multio_vcs_version")]
    public static int GetRevision(nint* revision) => Give(revision, Revision);

    [UnmanagedCallersOnly(EntryPoint = "multio_error_string")]
    public static nint ErrorString(int code) => code == ErrorCode.Success ? LastError.Pointer("no error") : LastError.Pointer();

    [UnmanagedCallersOnly(EntryPoint = "multio_error_string_info")]
    public static nint ErrorStringInfo(int code, nint info)
    {
        try
        {
            return info == 0 ? LastError.Pointer() : LastError.Pointer(FailureHandler.Infos[info]);
        }
        catch (ModelException)
        {
            return LastError.Pointer(); // kept beyond its handler's call
        }
    }

    private static int Give(nint* where, nint text)
    {
        if (where is null)
            return LastError.Report(new ModelException("the place for the version is a null pointer"), FailureHandler.None);
        *where = text;
        return ErrorCode.Success;
    }
}
