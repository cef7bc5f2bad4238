using System.Runtime.InteropServices;

namespace Windrow.Native.Sqlite;

/// <summary>
/// A call into SQLite failed. The message names what was asked, the database, SQLite's own words and what to do. SQLite
/// may have rolled the transaction back by itself: ask <see cref="SqliteDatabase.IsInTransaction"/>.
/// </summary>
public sealed class SqliteException : Exception
{
    /// <param name="extendedCode">SQLite's extended code.</param>
    /// <param name="operation">What was tried, such as <c>run COMMIT</c>.</param>
    /// <param name="path">The database file.</param>
    /// <param name="text">SQLite's own words.</param>
    /// <param name="systemError">The errno behind it, or 0.</param>
    internal SqliteException(int extendedCode, string operation, string path, string text, int systemError)
        : base(Describe(extendedCode, operation, path, text, systemError))
    {
        ExtendedCode = extendedCode;
        SystemError = systemError;
        Path = path;
    }

    public int ExtendedCode { get; }

    public SqliteCode Code => (SqliteCode)(ExtendedCode & 0xFF);

    /// <summary>The operating system's errno behind the error, or 0: SQLite does not keep it when a commit fails.</summary>
    public int SystemError { get; }

    /// <summary>The database file.</summary>
    public string Path { get; }

    public SqliteErrorClass Class => SqliteErrors.ClassOf(ExtendedCode, SystemError);

    /// <summary>For errors of reading and writing: what of it.</summary>
    public SqliteIo FailedIo => SqliteErrors.IoOf(ExtendedCode);

    private static string Describe(int code, string operation, string path, string text, int systemError)
    {
        var io = SqliteErrors.IoOf(code);
        var advice = SqliteErrors.AdviceOn(SqliteErrors.ClassOf(code, systemError), (SqliteCode)(code & 0xFF), io);
        var details = io == SqliteIo.None ? $"code {code}" : $"{io}, code {code}";
        if (systemError != 0)
            details += $", {Marshal.GetPInvokeErrorMessage(systemError)}";
        return $"SQLite could not {operation} in '{path}': {text} ({details}).{(advice.Length == 0 ? "" : " ")}{advice}";
    }
}
