using System.Globalization;
using Npgsql;
using Windrow.Core;
using Windrow.Core.IO;
using Windrow.Core.Leases;
using Windrow.Core.State;

namespace Windrow.Storage.Postgres;

/// <summary>
/// The session of the process that writes as one instance of a flow. A lock of the server, which ends with the session, keeps others out; a session
/// that was lost is opened anew, and what is left of the one before is ended.
/// </summary>
internal sealed class InstanceSession : IDisposable
{
    private const string LockKey = "hashtextextended('windrow ' || current_schema() || ' ' || $1, 0)";

    private readonly PostgresConnections _connections;
    private readonly string _instance;
    private readonly string _name;
    private readonly IFileSystem _files;
    private readonly ProcessIdentity _process;
    private NpgsqlConnection? _connection;
    private int _backend;

    public InstanceSession(PostgresConnections connections, string instance, string name, IFileSystem files, ProcessIdentity process) =>
        (_connections, _instance, _name, _files, _process) = (connections, instance, name, files, process);

    /// <summary>Whether no process of this host can have the lease of the flow that is written down.</summary>
    public bool IsAloneOnHost { get; private set; }

    /// <summary>How the server knows the sessions of a store.</summary>
    public static string NameOf(ProcessIdentity process, long writer)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"windrow {process.Id} {writer:x} {process.Host}");
        return name.Length <= 63 ? name : name[..63];
    }

    /// <summary>Takes the instance for this process.</summary>
    /// <exception cref="StateException">Another process has it, or the server cannot be reached.</exception>
    public void Take()
    {
        var connection = Connect();
        if (!TryLock(connection))
        {
            var (pid, id, host) = Holder(connection);
            if (host == _process.Host && IsAlive(id))
                throw InUse(connection, id, host);

            // A process that was killed: the server has not noticed yet.
            if (host == _process.Host && pid > 0)
                Execute(connection, "SELECT pg_terminate_backend($1)", PostgresParameters.Of(pid));
            if (!TryLockWithin(connection))
                throw InUse(connection, id, host);
        }

        Execute(connection, "INSERT INTO instance VALUES ($1, 0, 0) ON CONFLICT DO NOTHING", PostgresParameters.Of(_instance));

        // The store before was about to name them.
        Execute(connection, "DELETE FROM kept WHERE instance = $1", PostgresParameters.Of(_instance));
        var lease = FlowLeaseOf(connection);
        IsAloneOnHost = lease is null || lease.Holder.Host != _process.Host || lease.Holder.Id == _process.Id || !IsAlive(lease.Holder.Id);
    }

    /// <summary>The session, opened anew when it was lost.</summary>
    /// <exception cref="StateException">The server cannot be reached.</exception>
    public NpgsqlConnection Connect()
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return _connection;
        Drop();
        var connection = _connections.OpenSession();
        try
        {
            // What was said to be durable has to be, whatever the server is set to.
            Execute(connection, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
            if (_backend != 0)
            {
                // What is left of the session before may hold the lock and the row of the instance until the server notices by itself.
                Execute(connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = $2", PostgresParameters.Of(_backend), PostgresParameters.Of(_name));
                TryLock(connection);
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        _backend = connection.ProcessID;
        return _connection = connection;
    }

    /// <summary>The connection is not to be used any more.</summary>
    public void Drop()
    {
        if (_connection is null)
            return;
        _connection.Dispose();
        _connection = null;
    }

    public void Dispose()
    {
        if (_connection is { State: System.Data.ConnectionState.Open } connection)
        {
            try
            {
                Execute(connection, "SELECT pg_advisory_unlock_all()");
            }
            catch (StateException)
            {
                // It ends with the session.
            }
        }

        Drop();
    }

    private bool TryLock(NpgsqlConnection connection) => Scalar(connection, $"SELECT pg_try_advisory_lock({LockKey})", PostgresParameters.Of(_instance)) is true;

    private bool TryLockWithin(NpgsqlConnection connection)
    {
        try
        {
            Execute(connection, "SET lock_timeout = '5s'");
            Execute(connection, $"SELECT pg_advisory_lock({LockKey})", PostgresParameters.Of(_instance));
            return true;
        }
        catch (StateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
        {
            return false;
        }
        finally
        {
            Execute(connection, "RESET lock_timeout");
        }
    }

    // The two halves of the key, as the server lists locks.
    private (int Pid, int Process, string Host) Holder(NpgsqlConnection connection)
    {
        using var command = Command(
            connection,
            $"SELECT pid, application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND ((classid::bigint << 32) | objid::bigint) = {LockKey}",
            PostgresParameters.Of(_instance));
        using var reader = command.ExecuteReader();
        if (!reader.Read() || reader.IsDBNull(1) || reader.GetString(1).Split(' ') is not ["windrow", var process, _, var host])
            return (0, 0, "");
        return (reader.GetInt32(0), int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0, host);
    }

    private StateException InUse(NpgsqlConnection connection, int process, string host)
    {
        var holder = process > 0 ? new ProcessIdentity(host, process) : FlowLeaseOf(connection)?.Holder;
        var what = _instance.Length == 0 ? "the state" : $"the state of instance '{_instance}'";
        return new StateException(
            StateTrouble.Unusable,
            $"{what} in {_connections.Address} is in use by {(holder is { } known ? $"{known}" : "another process")}; stop that one first, or give this process an instance of its own ('settings.instance', WINDROW_INSTANCE or --instance)");
    }

    private Lease? FlowLeaseOf(NpgsqlConnection connection)
    {
        using var command = Command(connection, Changes.RunChanges.SelectLease, PostgresParameters.Of(_instance), PostgresParameters.Of(FlowLease.Name));
        using var reader = command.ExecuteReader();
        return reader.Read() ? Changes.RunChanges.ReadLease(FlowLease.Name, reader) : null;
    }

    private bool IsAlive(int process) => _files.Find(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}")) is not null;

    private void Execute(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters) => Scalar(connection, sql, parameters);

    private object? Scalar(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return PostgresErrors.Translating(_connections.Address, command.ExecuteScalar);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
