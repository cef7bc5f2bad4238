using System.Runtime.InteropServices;

namespace Windrow.Testing.Sqlite;

/// <summary>
/// SQLite's <c>sqlite3_file</c> with what this VFS keeps behind it. The file of the VFS below follows; its own first
/// word are its methods too.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VfsFileLayout
{
    public VfsMethodsLayout* Methods;
    public nint Managed;
}
