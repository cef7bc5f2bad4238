using System.Runtime.InteropServices;

namespace Windrow.Testing.Sqlite;

/// <summary>SQLite's <c>sqlite3_vfs</c>, version 3. What is not replaced is left as an address.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VfsLayout
{
    public int Version;
    public int FileSize;
    public int LongestPath;
    public VfsLayout* Next;
    public byte* Name;
    public nint Context;
    public delegate* unmanaged[Cdecl]<VfsLayout*, byte*, VfsFileLayout*, int, int*, int> Open;
    public delegate* unmanaged[Cdecl]<VfsLayout*, byte*, int, int> Delete;
    public delegate* unmanaged[Cdecl]<VfsLayout*, byte*, int, int*, int> Access;
    public nint FullPathName;
    public nint LibraryOpen;
    public nint LibraryError;
    public nint LibrarySymbol;
    public nint LibraryClose;
    public nint Randomness;
    public nint Sleep;
    public nint CurrentTime;
    public delegate* unmanaged[Cdecl]<VfsLayout*, int, byte*, int> LastError;
    public nint CurrentTimeInt64; // from version 2
    public nint SetSystemCall; // from version 3
    public nint GetSystemCall;
    public nint NextSystemCall;
}
