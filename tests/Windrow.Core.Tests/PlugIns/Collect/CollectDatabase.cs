using Windrow.Core.Tests.PlugIns.Collect;
using Windrow.Testing.Postgres;

[assembly: AssemblyFixture(typeof(CollectDatabase))]

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>The database of the tests of collections, on a server that is started when the first of them needs it.</summary>
public sealed class CollectDatabase : IDisposable
{
    private static readonly Lazy<(PostgresServer Server, string Name)> Started = new(static () =>
    {
        var server = PostgresServer.Start();
        return (server, server.CreateDatabase());
    });

    public static string Address => Started.Value.Server.Address(Started.Value.Name);

    public static string Execute(string sql) => Started.Value.Server.Execute(Started.Value.Name, sql);

    public void Dispose()
    {
        if (Started.IsValueCreated)
            Started.Value.Server.Dispose();
    }
}
