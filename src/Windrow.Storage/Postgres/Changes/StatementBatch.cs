using Npgsql;

namespace Windrow.Storage.Postgres.Changes;

/// <summary>The statements of one transaction, sent together as far as nobody waits for the result of one of them.</summary>
internal sealed class StatementBatch : IDisposable
{
    // What is not sent is in memory.
    private const long MostBytes = 16 << 20;

    private NpgsqlBatch? _batch;
    private NpgsqlConnection? _connection;
    private long _bytes;

    /// <summary>Begins a transaction; nothing is sent yet.</summary>
    public void Begin(NpgsqlConnection connection)
    {
        _batch?.Dispose();
        _connection = connection;
        _batch = connection.CreateBatch();
        _bytes = 0;
        Add("BEGIN");
    }

    public void Add(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        _batch!.BatchCommands.Add(command);
    }

    /// <summary>So many bytes are in what was added; when they are many, all is sent.</summary>
    public void Weigh(long bytes)
    {
        _bytes += bytes;
        if (_bytes > MostBytes)
            Send();
    }

    public void Send()
    {
        _bytes = 0;
        if (_batch!.BatchCommands.Count == 0)
            return;
        _batch.ExecuteNonQuery();
        _batch.BatchCommands.Clear();
    }

    /// <summary>Sends what was added, and reads what a statement gives then.</summary>
    public T Read<T>(string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        Send();
        using var command = new NpgsqlCommand(sql, _connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        using var reader = command.ExecuteReader();
        return read(reader);
    }

    /// <summary>Gives the transaction up; nothing is left of it when the connection is broken, too.</summary>
    public void Rollback()
    {
        _batch!.BatchCommands.Clear();
        if (_connection!.State != System.Data.ConnectionState.Open)
            return;
        using var rollback = new NpgsqlCommand("ROLLBACK", _connection);
        rollback.ExecuteNonQuery();
    }

    public void Dispose() => _batch?.Dispose();
}
