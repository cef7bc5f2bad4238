using System.Net.Sockets;
using Npgsql;
using Windrow.Core.Binary;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>What errors of PostgreSQL and of the way to it mean for a state store.</summary>
internal static class PostgresErrors
{
    /// <summary>The group of writes is written already; raised by <c>begin_write</c>.</summary>
    public const string AlreadyWritten = "WR001";

    /// <summary>The lease is another's; raised by <c>begin_write</c>.</summary>
    public const string LeaseLost = "WR002";

    /// <summary>The constraint that a message is in a queue once.</summary>
    public const string QueuedOnce = "queued_once";

    /// <summary>Two transactions stood in each other's way: the same again, at once.</summary>
    public static bool IsCollision(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>Whether the server has said with this that the transaction is not written; what it says when it ends a session leaves that open.</summary>
    public static bool IsUndone(Exception exception) => exception is PostgresException { SqlState: not (['5', '7', ..] or ['0', '8', ..]) };

    public static T Translating<T>(DatabaseAddress address, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is not (StateException or CorruptDataException))
        {
            throw Translate(address, exception);
        }
    }

    public static StateException Translate(DatabaseAddress address, Exception exception) => exception switch
    {
        StateException known => known,
        PostgresException { SqlState: LeaseLost } lost => new StateException(StateTrouble.Lost, lost.MessageText, lost),
        PostgresException server => new StateException(TroubleOf(server.SqlState), $"the database {address}: {server.MessageText} (SQLSTATE {server.SqlState})", server),
        NpgsqlException or SocketException or TimeoutException or IOException => new StateException(StateTrouble.Busy, $"the database {address} cannot be reached: {Innermost(exception)}", exception),
        ObjectDisposedException => new StateException(StateTrouble.Unusable, $"the state in {address} is closed", exception),
        _ => new StateException(StateTrouble.Refused, $"a write to the state failed: {exception.GetType().Name}: {exception.Message}", exception),
    };

    // By the classes of the manual, appendix A: 08 and 57 are of connections and of operators, 53 of resources.
    private static StateTrouble TroubleOf(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => StateTrouble.Full,
        "57014" or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => StateTrouble.Busy,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => StateTrouble.Corrupt,
        ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] => StateTrouble.Busy,
        ['5', '8', ..] or ['X', 'X', ..] => StateTrouble.Broken,
        ['2', '8', ..] or ['3', 'D', ..] or ['4', '2', ..] or ['3', 'F', ..] => StateTrouble.Unusable,
        _ => StateTrouble.Refused,
    };

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception.Message;
    }
}
