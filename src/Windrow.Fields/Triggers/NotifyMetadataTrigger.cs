using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;

namespace Windrow.Fields.Triggers;

/// <summary>Tells the value of a key for every notification that carries it. Fields pass it by.</summary>
internal sealed class NotifyMetadataTrigger(NotifyMetadataOptions options, PlugInContext context) : PlanAction
{
    private readonly TriggerChannel _channel = new(options, "NotifyMetadata", context);
    private readonly MetadataSlot _key = new(options.Key!);

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action) => _channel.Start(action);

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Notification || !_key.TryGet(message.Metadata, out var value))
            output.Drop(message);
        else if (_channel.Tell(value.ToString()) is { } failure)
            output.Fail(message, failure);
        else
            output.Deliver(message);
    }
}
