using Windrow.Core.Stages;
using Windrow.Testing.Compliance.Queues;

namespace Windrow.Core.Tests.Stages;

/// <summary>What every queue has to do, of those in memory.</summary>
public sealed class MemoryQueueTests : QueueCompliance
{
    protected override QueueKind Kind => QueueKind.Memory;
}
