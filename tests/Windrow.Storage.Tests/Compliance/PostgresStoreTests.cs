using Windrow.Storage.Tests.Compliance;
using Windrow.Testing.Compliance.Stores;

[assembly: AssemblyFixture(typeof(PostgresTestServer))]

namespace Windrow.Storage.Tests.Compliance;

/// <summary>What every store has to do, of PostgreSQL.</summary>
public sealed class PostgresStoreTests(PostgresTestServer server) : StoreCompliance
{
    protected override int Sequences => 25;

    protected override StoreFixture NewFixture() => new PostgresFixture(server);
}
