namespace Windrow.Testing.Sqlite;

/// <summary>The result codes that a VFS gives.</summary>
internal static class VfsCode
{
    public const int Ok = 0;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int Read = 0x10A;
    public const int Write = 0x30A;
    public const int Sync = 0x40A;
    public const int Truncate = 0x60A;
    public const int FileSize = 0x70A;
    public const int Delete = 0xA0A;
    public const int Access = 0xD0A;
    public const int CheckReservedLock = 0xE0A;
    public const int Lock = 0xF0A;
    public const int ShmLock = 0x140A;
    public const int ShmMap = 0x150A;
}
