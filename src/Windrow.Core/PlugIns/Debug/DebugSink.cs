using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Debug;

/// <summary>Keeps messages in memory for a test to look at; see <see cref="DebugMessages"/>. Their deliveries are done, flushes are kept as well.</summary>
internal sealed class DebugSink(DebugOptions options) : PlanAction
{
    private DebugMessages? _kept;

    public override bool IsTerminal => true;

    public override void Start(ActionContext context) => _kept = context.Shared.Get<DebugMessages>();

    public override void Process(Message message, Output output)
    {
        Keep(message);
        output.Deliver(message);
    }

    public override void Flush(Message flush, Output output)
    {
        // The engine's own barriers carry a payload of its own.
        if (flush.Kind == MessageKind.Flush && ReferenceEquals(flush.Payload, Payloads.Payload.None))
            Keep(flush);
        output.Deliver(flush);
    }

    private void Keep(Message message) =>
        _kept!.Add(new Message(message.Id, message.Kind, message.Metadata, message.Payload.Add(), null, message.Origin), options.MaximumCount);
}
