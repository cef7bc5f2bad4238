using Windrow.Core.IO;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Testing.Compliance.Queues;

namespace Windrow.Storage.Tests.Compliance;

/// <summary>What every queue has to do, of those in the state on PostgreSQL.</summary>
public sealed class DurableQueueInDatabaseTests(PostgresTestServer server) : QueueCompliance
{
    private readonly PostgresFixture _fixture = new(server);

    protected override QueueKind Kind => QueueKind.Durable;

    protected override IStateProvider States { get; } = new PostgresStates(new PhysicalFileSystem(), TimeProvider.System, new Random());

    protected override StateLocation State => _fixture.Location();

    protected override void Dispose(bool disposing)
    {
        _fixture.Dispose();
        base.Dispose(disposing);
    }
}
