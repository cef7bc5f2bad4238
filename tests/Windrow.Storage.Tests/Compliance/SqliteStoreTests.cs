using Windrow.Testing.Compliance.Stores;

namespace Windrow.Storage.Tests.Compliance;

/// <summary>What every store has to do, of SQLite.</summary>
public sealed class SqliteStoreTests : StoreCompliance
{
    protected override StoreFixture NewFixture() => new SqliteFixture();
}
