using Windrow.Core.Payloads;

namespace Windrow.Core.Checkpoints;

/// <summary>Carries a checkpoint through a plan on its barrier.</summary>
internal sealed class CheckpointPayload(Checkpoint checkpoint) : Payload
{
    public Checkpoint Checkpoint { get; } = checkpoint;

    public override long Bytes => 0;

    protected override void Free()
    {
    }
}
