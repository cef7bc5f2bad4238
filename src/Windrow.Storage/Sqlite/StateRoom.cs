using System.Globalization;
using Windrow.Storage.Sqlite.Rows;

namespace Windrow.Storage.Sqlite;

/// <summary>How large the database may be, and how it becomes smaller. For the store's thread.</summary>
/// <param name="allowance">How many bytes the database may have; asked for each transaction.</param>
internal sealed class StateRoom(StatementSet statements, Func<long> allowance)
{
    private const int PageSize = 4096;
    private const int PagesToKeep = 256;

    // What makes room may need a little itself, as a page that is split or one for the list of free pages.
    private const long BytesToMakeRoom = 64 * PageSize;

    private long _most = long.MaxValue;
    private long _databaseBytes;
    private long _pages;
    private long _free;

    /// <summary>What the database needs of its size, as of the last transaction; told only while that is limited.</summary>
    public long DatabaseBytes => Volatile.Read(ref _databaseBytes);

    /// <summary>Whether the database has a size of its own that it does not exceed.</summary>
    public bool IsLimited => _most < long.MaxValue;

    /// <summary>Sets the limit of the next transaction. SQLite refuses what would make the database larger; it does not become smaller by it.</summary>
    /// <param name="makesRoom">Whether that only removes.</param>
    public void Limit(bool makesRoom)
    {
        var most = allowance();
        if (makesRoom && most < long.MaxValue)
            most = Math.Max(most, _pages * PageSize) + BytesToMakeRoom;
        if (most != _most)
        {
            _most = most;
            statements.Database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Clamp(most / PageSize, 1, uint.MaxValue - 1)}"));
            Count();
        }

        // Payloads have grown into what the database does not need.
        if (_pages * PageSize > most && _free > 0)
        {
            statements.Database.Execute("PRAGMA incremental_vacuum(128)"u8);
            Count();
        }
    }

    public void Count()
    {
        (_pages, _free) = (statements.Number("PRAGMA page_count"), statements.Number("PRAGMA freelist_count"));
        Volatile.Write(ref _databaseBytes, (_pages - _free) * PageSize);
    }

    /// <summary>Gives free pages back to the file system, up to a number; what is free soon after may be needed again, so some stay.</summary>
    /// <returns>False: there is no more to give back.</returns>
    public bool GiveBack(int pages)
    {
        var free = statements.Number("PRAGMA freelist_count") - PagesToKeep;
        if (free <= 0)
            return false;
        statements.Database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({Math.Min(free, pages)})"));
        if (free > pages)
            return true;
        statements.Database.CheckpointWal(Native.Sqlite.SqliteCheckpointMode.Passive);
        return false;
    }
}
