using Windrow.Core.Binary;
using Windrow.Core.State;
using Windrow.Native.Sqlite;

namespace Windrow.Storage.Sqlite;

/// <summary>What SQLite's errors mean for a state store.</summary>
internal static class StateErrors
{
    /// <summary>Runs a call into SQLite or the file system, and gives its errors as those of the store.</summary>
    public static T Translating<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is not (StateException or CorruptDataException))
        {
            throw Translate(exception);
        }
    }

    public static StateException Translate(Exception exception) => exception switch
    {
        StateException known => known,
        SqliteException sqlite => new StateException(TroubleOf(sqlite.Class), sqlite.Message, sqlite),
        DllNotFoundException missing => new StateException(StateTrouble.Unusable, missing.Message, missing),
        IOException io when IsFull(io) => new StateException(StateTrouble.Full, $"{io.Message} Free space on the disk of the state.", io),
        IOException or UnauthorizedAccessException => new StateException(StateTrouble.Broken, exception.Message, exception),
        _ => new StateException(StateTrouble.Refused, $"a write to the state failed: {exception.GetType().Name}: {exception.Message}", exception),
    };

    private static StateTrouble TroubleOf(SqliteErrorClass errorClass) => errorClass switch
    {
        SqliteErrorClass.Full => StateTrouble.Full,
        SqliteErrorClass.Busy or SqliteErrorClass.Interrupted => StateTrouble.Busy,
        SqliteErrorClass.Io => StateTrouble.Broken,
        SqliteErrorClass.ReadOnly or SqliteErrorClass.CannotOpen => StateTrouble.Unusable,
        SqliteErrorClass.Corrupt => StateTrouble.Corrupt,
        _ => StateTrouble.Refused,
    };

    // ENOSPC and EDQUOT, as .NET carries them.
    private static bool IsFull(IOException exception) => (exception.HResult & 0xFFFF) is 28 or 122;
}
