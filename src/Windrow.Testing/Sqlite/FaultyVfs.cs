using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Windrow.Testing.Faults;

namespace Windrow.Testing.Sqlite;

/// <summary>
/// A SQLite VFS over that of the system whose operations are counted and fail by a <see cref="FaultPlan"/>. Open a
/// database with its <see cref="Name"/>; close all of them before it is disposed, and before the files are opened by
/// another VFS: within one process SQLite shares locks and the index of the log between connections.
/// </summary>
/// <remarks>Syncs are not passed on: the plan takes back what was not synced, and nobody pulls the real plug.</remarks>
public sealed unsafe class FaultyVfs : IDisposable
{
    private const int FlagCreate = 0x4;
    private const int FlagsOfJournals = 0x800 | 0x4000 | 0x80000; // main, super, write-ahead log
    private static int _count;

    private readonly VfsLayout* _below;
    private GCHandle _self;
    private VfsLayout* _vfs;

    public FaultyVfs(FaultPlan plan)
    {
        Plan = plan;
        Name = $"windrow-faulty-{Interlocked.Increment(ref _count)}";
        _ = SqliteVfs.sqlite3_initialize();
        _below = SqliteVfs.sqlite3_vfs_find(null);
        if (_below->Version < 3)
            throw new NotSupportedException("The default VFS of this SQLite is older than version 3.");
        _self = GCHandle.Alloc(this);
        _vfs = (VfsLayout*)NativeMemory.Alloc((nuint)sizeof(VfsLayout));
        // What is not replaced below neither touches a file nor looks at the VFS that it is given, in SQLite's os_unix.c.
        *_vfs = *_below;
        _vfs->FileSize = sizeof(VfsFileLayout) + _below->FileSize;
        _vfs->Next = null;
        _vfs->Context = GCHandle.ToIntPtr(_self);
        _vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        _vfs->Open = &Open;
        _vfs->Delete = &Delete;
        _vfs->Access = &Access;
        _vfs->LastError = &LastErrorOf;
        _ = SqliteVfs.sqlite3_vfs_register(_vfs, 0);
    }

    /// <summary>What it is registered as.</summary>
    public string Name { get; }

    public FaultPlan Plan { get; }

    /// <summary>The errno of the last failure that was made up, or 0. It stays, as errno does: SQLite asks when it has tidied up.</summary>
    internal int LastError { get; set; }

    public void Dispose()
    {
        if (_vfs == null)
            return;
        _ = SqliteVfs.sqlite3_vfs_unregister(_vfs);
        Marshal.FreeCoTaskMem((nint)_vfs->Name);
        NativeMemory.Free(_vfs);
        _vfs = null;
        _self.Free();
    }

    private static FaultyVfs Of(VfsLayout* vfs) => (FaultyVfs)GCHandle.FromIntPtr(vfs->Context).Target!;

    private static string PathAt(byte* name) => Marshal.PtrToStringUTF8((nint)name) ?? "";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(VfsLayout* vfs, byte* name, VfsFileLayout* file, int flags, int* flagsOut) => Of(vfs).Open(name, file, flags, flagsOut);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(VfsLayout* vfs, byte* name, int syncsDirectory) => Of(vfs).Delete(name, syncsDirectory);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(VfsLayout* vfs, byte* name, int flags, int* result)
    {
        var self = Of(vfs);
        lock (self.Plan.Gate)
        {
            return self.Plan.Begin(OperationKind.Inspect, PathAt(name)) == FaultVerdict.Pass
                ? self._below->Access(self._below, name, flags, result)
                : self.Fail(VfsCode.Access);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LastErrorOf(VfsLayout* vfs, int length, byte* text)
    {
        var self = Of(vfs);
        return self.LastError != 0 ? self.LastError : self._below->LastError(self._below, length, text);
    }

    internal int Fail(int code)
    {
        const int EIO = 5;
        LastError = EIO;
        return code;
    }

    private int Open(byte* name, VfsFileLayout* file, int flags, int* flagsOut)
    {
        var path = PathAt(name); // empty for temporary files, which nobody finds after a crash
        lock (Plan.Gate)
        {
            file->Methods = null; // SQLite closes only what has methods
            if (Plan.Begin(OperationKind.Open, path) != FaultVerdict.Pass)
                return Fail(VfsCode.CannotOpen);
            var isNew = path.Length > 0 && (flags & FlagCreate) != 0 && !File.Exists(path);
            var below = file + 1;
            var code = _below->Open(_below, name, below, flags, flagsOut);
            if (code != 0)
            {
                if (below->Methods != null)
                    _ = below->Methods->Close(below);
                return code;
            }

            if (isNew)
                Plan.Unsynced.Add(new Created(Plan.Unsynced[path]));
            file->Managed = GCHandle.ToIntPtr(GCHandle.Alloc(new FaultyVfsFile(this, path, below, syncsDirectory: (flags & FlagCreate) != 0 && (flags & FlagsOfJournals) != 0)));
            file->Methods = FaultyVfsMethods.Table;
            return VfsCode.Ok;
        }
    }

    private int Delete(byte* name, int syncsDirectory)
    {
        var path = PathAt(name);
        lock (Plan.Gate)
        {
            switch (Plan.Begin(OperationKind.Delete, path))
            {
                case FaultVerdict.Pretend:
                    return VfsCode.Ok;
                case not FaultVerdict.Pass:
                    return Fail(VfsCode.Delete);
            }

            if (File.Exists(path))
                Plan.Unsynced.Delete(path, File.ReadAllBytes(path));
            var code = _below->Delete(_below, name, 0);
            if (code == 0 && syncsDirectory != 0)
                Plan.Unsynced.SyncNames(Path.GetDirectoryName(path)!);
            return code;
        }
    }
}
