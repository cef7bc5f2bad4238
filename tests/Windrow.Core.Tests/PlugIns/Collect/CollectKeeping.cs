namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>Where sets are kept.</summary>
internal enum CollectKeeping
{
    Memory,
    Sqlite,

    /// <summary>In PostgreSQL, by one process alone.</summary>
    Postgres,

    /// <summary>In PostgreSQL, by all processes of the flow.</summary>
    Shared,
}
