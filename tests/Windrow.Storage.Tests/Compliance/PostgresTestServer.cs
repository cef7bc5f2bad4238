using Windrow.Testing.Postgres;

namespace Windrow.Storage.Tests.Compliance;

/// <summary>The server of this assembly's tests, started when the first of them needs it.</summary>
public sealed class PostgresTestServer : IDisposable
{
    private readonly Lazy<(PostgresServer Server, string Database)> _started = new(static () =>
    {
        var server = PostgresServer.Start();
        return (server, server.CreateDatabase());
    });

    public PostgresServer Server => _started.Value.Server;

    public string Database => _started.Value.Database;

    public string Address => Server.Address(Database);

    public string Execute(string sql) => Server.Execute(Database, sql);

    public void Dispose()
    {
        if (_started.IsValueCreated)
            Server.Dispose();
    }
}
