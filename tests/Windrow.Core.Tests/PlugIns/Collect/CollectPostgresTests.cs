namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>Sets of one process alone in a PostgreSQL database.</summary>
public sealed class CollectPostgresTests : CollectTests
{
    private protected override CollectKeeping Keeping => CollectKeeping.Postgres;
}
