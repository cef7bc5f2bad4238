using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Core.Stages;

/// <summary>Work posted to a segment, in the shape of a message so that it queues with the others.</summary>
internal sealed class WakePayload(System.Action<Output> work) : Payload
{
    public System.Action<Output> Work { get; } = work;

    public override long Bytes => 0;

    protected override void Free()
    {
    }
}
