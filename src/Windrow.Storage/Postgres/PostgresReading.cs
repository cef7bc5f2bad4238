using Npgsql;
using Windrow.Core.Binary;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>Reads from the database, each time over a connection of the pool. While a flow runs, a server that is away is waited for.</summary>
/// <param name="waits">Whether to wait for a server that cannot be reached; else that is an error at once.</param>
internal sealed class PostgresReading(PostgresConnections connections, bool waits) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly ManualResetEventSlim _closing = new();

    public PostgresConnections Connections => connections;

    /// <summary>From now on nothing is waited for, and nothing read.</summary>
    public void Close() => _closing.Set();

    public T Read<T>(string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var wait = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            if (_closing.IsSet)
                throw new StateException(StateTrouble.Unusable, $"the state in {connections.Address} is closed");
            try
            {
                return ReadNow(sql, read, parameters);
            }
            catch (StateException failure)
            {
                if (failure.Trouble != StateTrouble.Busy || !waits)
                    throw;
                _closing.Wait(wait);
                wait = wait < LongestWait / 2 ? wait * 2 : LongestWait;
            }
        }
    }

    /// <summary>Reads without waiting.</summary>
    /// <exception cref="StateException">The server is away, or refuses.</exception>
    public T ReadNow<T>(string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        try
        {
            using var connection = connections.Open();
            using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters)
                command.Parameters.Add(parameter.Clone());
            using var reader = command.ExecuteReader();
            return read(reader);
        }
        catch (Exception exception) when (exception is not (CorruptDataException or StateException))
        {
            throw PostgresErrors.Translate(connections.Address, exception);
        }
    }

    public void Dispose()
    {
        _closing.Set();
        _closing.Dispose();
    }
}
