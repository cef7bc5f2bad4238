using Npgsql;
using Windrow.Core.State;
using Windrow.Storage.Commits;

namespace Windrow.Storage.Postgres;

/// <summary>
/// Applies groups of writes to a database of PostgreSQL, each in one transaction that is sent in one go. A group has a number, which the transaction
/// writes down too: when the connection is lost before the answer to a commit, the number tells whether the group is durable, so that it is neither lost nor written twice.
/// </summary>
internal sealed class PostgresGroupWriter(InstanceSession session, PostgresTransaction transaction, DatabaseAddress address) : IGroupWriter
{
    private const int Tries = 10;

    // Of the group whose commit had no answer; null: there is none.
    private (StateWrite First, int Count)? _doubtful;
    private long _sequenceOfDoubtful;
    private long _write = 1;
    private bool _isSent;

    public TimeSpan LongestWait => TimeSpan.FromSeconds(3);

    public bool MustMakeRoom
    {
        set => transaction.MustMakeRoom = value;
    }

    public StateException? TryCommit(List<StateWrite> writes, int start, int end, bool makesRoom)
    {
        // Another group comes first only where it does no harm when that one is written twice, as with what makes room.
        if (_doubtful is { } doubtful && (!ReferenceEquals(doubtful.First, writes[start]) || doubtful.Count != end - start))
            End();
        for (var attempt = 1; ; attempt++)
        {
            _isSent = false;
            try
            {
                var connection = session.Connect();
                if (_doubtful is not null && transaction.IsWritten(connection, _write))
                {
                    transaction.Queues.Sequence = _sequenceOfDoubtful;
                    End();
                    return null;
                }

                _doubtful = null;
                Write(connection, writes, start, end);
                End();
                return null;
            }
            catch (Exception exception)
            {
                if (Failed(exception, attempt, writes, start, end) is { } failure)
                    return failure;
            }
        }
    }

    public bool GiveBack() => false;

    private void Write(NpgsqlConnection connection, List<StateWrite> writes, int start, int end)
    {
        transaction.Begin(connection, _write);
        for (var i = start; i < end; i++)
            writes[i].Apply(transaction);
        transaction.Commit(() => _isSent = true);
    }

    /// <returns>Null: the same again, at once.</returns>
    private StateException? Failed(Exception exception, int attempt, List<StateWrite> writes, int start, int end)
    {
        var failure = PostgresErrors.Translate(address, exception);
        var isCollision = PostgresErrors.IsCollision(exception);
        var isKnownMessage = exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: PostgresErrors.QueuedOnce };
        var isUndone = TryUndo(PostgresErrors.IsUndone(exception), out var sequence);

        if (isUndone && attempt < Tries && (isCollision || (isKnownMessage && TryLookUp())))
            return null;
        if (failure.Trouble == StateTrouble.Busy)
        {
            // After an answer the session is as good as new, unless the server is about to end it.
            session.Drop();
            if (_isSent && !isUndone)
            {
                _doubtful = (writes[start], end - start);
                _sequenceOfDoubtful = sequence;
            }

            return failure;
        }

        End(isWritten: false);
        return failure;
    }

    private bool TryUndo(bool isAnswer, out long sequence)
    {
        sequence = transaction.Queues.Sequence;
        try
        {
            transaction.Rollback();
            return isAnswer;
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            session.Drop();
            return false;
        }
    }

    private bool TryLookUp()
    {
        try
        {
            transaction.Queues.LookUp(session.Connect());
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or StateException)
        {
            return false;
        }
    }

    private void End(bool isWritten = true)
    {
        if (isWritten)
            _write++;
        _doubtful = null;
        transaction.Queues.Forget();
    }
}
