namespace Windrow.Native.Sqlite;

public enum SqliteOpenMode
{
    /// <summary>Reading and writing; a file that is missing is created.</summary>
    Create,

    /// <summary>Reading and writing; the file must be there.</summary>
    ReadWrite,

    /// <summary>Reading only; the file must be there. In WAL mode the directory must still be writable, unless a writer has it open.</summary>
    ReadOnly,
}
