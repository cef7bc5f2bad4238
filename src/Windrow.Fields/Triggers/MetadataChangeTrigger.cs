using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;

namespace Windrow.Fields.Triggers;

/// <summary>
/// Watches the value of a key in the fields that come. When they have come to a value of the list, those before it are told, and at the end of
/// the run the rest.
/// </summary>
internal sealed class MetadataChangeTrigger(MetadataChangeOptions options, PlugInContext context) : PlanAction
{
    private readonly TriggerChannel _channel = new(options, "MetadataChange", context);
    private readonly MetadataSlot _key = new(options.Key!);
    private readonly string[] _values = [.. options.Values];
    private int _told; // values of the list

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action) => _channel.Start(action);

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field || !_key.TryGet(message.Metadata, out var value) || Array.IndexOf(_values, value.ToString()) is var index && index < 0)
            output.Drop(message);
        else if (TellUpTo(index) is { } failure)
            output.Fail(message, failure);
        else
            output.Deliver(message);
    }

    public override void Flush(Message flush, Output output)
    {
        if (!flush.Metadata.TryGet("flushKind", out var kind) || !IsEnd(kind) || TellUpTo(_values.Length) is not { } failure)
            output.Deliver(flush);
        else
            output.Fail(flush, failure);
    }

    // An event that cannot be told is given up with its message, so that those after it are not held up for ever.
    private Failure? TellUpTo(int end)
    {
        while (_told < end)
        {
            // Where the file cannot be written it throws, and the value is told when the message is tried again.
            var failure = _channel.Tell(_values[_told]);
            _told++;
            if (failure is not null)
                return failure;
        }

        return null;
    }

    private static bool IsEnd(MetadataValue kind) =>
        kind.TryGetInt64(out var number) ? number is 4 or 5 : kind.TryGetString(out var name) && name is "end-of-simulation" or "close-connection";
}
