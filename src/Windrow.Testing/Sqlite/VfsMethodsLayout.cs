using System.Runtime.InteropServices;

namespace Windrow.Testing.Sqlite;

/// <summary>SQLite's <c>sqlite3_io_methods</c>, version 3.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VfsMethodsLayout
{
    public int Version;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int> Close;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, byte*, int, long, int> Read;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, byte*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int, int> Sync;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, long*, int> FileSize;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int, int> Lock;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int, int> Unlock;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int*, int> CheckReservedLock;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int, void*, int> FileControl;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int> SectorSize;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int> DeviceCharacteristics;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int, int, int, void**, int> ShmMap; // from version 2
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int, int, int, int> ShmLock;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, void> ShmBarrier;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, int, int> ShmUnmap;
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, long, int, void**, int> Fetch; // from version 3
    public delegate* unmanaged[Cdecl]<VfsFileLayout*, long, void*, int> Unfetch;
}
