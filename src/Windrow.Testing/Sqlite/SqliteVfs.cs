using System.Runtime.InteropServices;

namespace Windrow.Testing.Sqlite;

/// <summary>SQLite's functions for VFSs. It is the same library, in the same place, that Windrow.Native has loaded.</summary>
internal static unsafe partial class SqliteVfs
{
    private const string Library = "libsqlite3.so.0";

    [LibraryImport(Library)]
    public static partial VfsLayout* sqlite3_vfs_find(byte* name);

    [LibraryImport(Library)]
    public static partial int sqlite3_vfs_register(VfsLayout* vfs, int makeDefault);

    [LibraryImport(Library)]
    public static partial int sqlite3_vfs_unregister(VfsLayout* vfs);

    [LibraryImport(Library)]
    public static partial int sqlite3_initialize();
}
