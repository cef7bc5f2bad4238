using Windrow.Core.IO;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Testing.Compliance.Queues;

namespace Windrow.Storage.Tests.Compliance;

/// <summary>What every queue has to do, of those in the state on SQLite.</summary>
public sealed class DurableQueueTests : QueueCompliance
{
    protected override QueueKind Kind => QueueKind.Durable;

    protected override IStateProvider States { get; } = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System);
}
