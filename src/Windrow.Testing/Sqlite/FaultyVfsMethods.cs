using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Testing.Sqlite;

/// <summary>The way from SQLite's table of methods to <see cref="FaultyVfsFile"/>.</summary>
internal static unsafe class FaultyVfsMethods
{
    /// <summary>One for all files, and as long as the process: SQLite keeps pointers to it.</summary>
    public static VfsMethodsLayout* Table { get; } = Create();

    private static VfsMethodsLayout* Create()
    {
        var table = (VfsMethodsLayout*)NativeMemory.AllocZeroed((nuint)sizeof(VfsMethodsLayout));
        table->Version = 3;
        table->Close = &Close;
        table->Read = &Read;
        table->Write = &Write;
        table->Truncate = &Truncate;
        table->Sync = &Sync;
        table->FileSize = &FileSize;
        table->Lock = &Lock;
        table->Unlock = &Unlock;
        table->CheckReservedLock = &CheckReservedLock;
        table->FileControl = &FileControl;
        table->SectorSize = &SectorSize;
        table->DeviceCharacteristics = &DeviceCharacteristics;
        table->ShmMap = &ShmMap;
        table->ShmLock = &ShmLock;
        table->ShmBarrier = &ShmBarrier;
        table->ShmUnmap = &ShmUnmap;
        table->Fetch = &Fetch;
        table->Unfetch = &Unfetch;
        return table;
    }

    private static FaultyVfsFile Of(VfsFileLayout* file) => (FaultyVfsFile)GCHandle.FromIntPtr(file->Managed).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(VfsFileLayout* file)
    {
        var code = Of(file).Close();
        GCHandle.FromIntPtr(file->Managed).Free();
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(VfsFileLayout* file, byte* bytes, int length, long offset) => Of(file).Read(bytes, length, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(VfsFileLayout* file, byte* bytes, int length, long offset) => Of(file).Write(bytes, length, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(VfsFileLayout* file, long length) => Of(file).Truncate(length);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(VfsFileLayout* file, int flags) => Of(file).Sync(flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(VfsFileLayout* file, long* size) => Of(file).FileSize(size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(VfsFileLayout* file, int level) => Of(file).Lock(level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(VfsFileLayout* file, int level) => Of(file).Unlock(level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(VfsFileLayout* file, int* result) => Of(file).CheckReservedLock(result);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(VfsFileLayout* file, int operation, void* argument) => Of(file).FileControl(operation, argument);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(VfsFileLayout* file) => Of(file).SectorSize();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(VfsFileLayout* file) => Of(file).DeviceCharacteristics();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmMap(VfsFileLayout* file, int region, int size, int extends, void** memory) => Of(file).ShmMap(region, size, extends, memory);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmLock(VfsFileLayout* file, int offset, int count, int flags) => Of(file).ShmLock(offset, count, flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ShmBarrier(VfsFileLayout* file) => Of(file).ShmBarrier();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmUnmap(VfsFileLayout* file, int deletes) => Of(file).ShmUnmap(deletes);

    /// <summary>Gives no mapped memory, so that SQLite reads, which is counted.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Fetch(VfsFileLayout* file, long offset, int length, void** memory)
    {
        *memory = null;
        return VfsCode.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unfetch(VfsFileLayout* file, long offset, void* memory) => VfsCode.Ok;
}
