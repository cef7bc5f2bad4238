using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Gatherer;

/// <summary>Tells of a file which slot it belongs to and which of its segments it is. What belongs to no slot is dropped.</summary>
internal sealed class SegmentAction(SegmentOptions options, PlugInContext plugIn) : PlanAction
{
    private readonly SlotFinder _finder = new(options);
    private bool _looks = options.LooksForFiles;

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        var said = WithName(message);
        Failure? failure = null;
        SegmentPattern? pattern = null;
        if (message.Kind == MessageKind.Notification || _finder.Find(said, out pattern, out failure) is not { } found)
        {
            if (failure is null)
                output.Drop(message);
            else
                output.Fail(message, failure);
            return;
        }

        if (Interlocked.Exchange(ref _looks, false))
        {
            foreach (var other in new ExistingFiles(_finder, plugIn).Beside(said, found, pattern!))
                output.Emit(output.Child(message, message.Kind, other, Payload.None));
        }

        message.Metadata = found;
        output.Emit(message);
    }

    // A file that did not come by posttroll has no name of its own there.
    private static Metadata WithName(Message message)
    {
        if (message.Payload is not FilePayload file || message.Metadata.Contains(SlotFinder.Uid))
            return message.Metadata;
        var named = message.Metadata.Change().Set(SlotFinder.Uid, Path.GetFileName(file.Path));
        if (!message.Metadata.Contains(SlotFinder.Uri))
            named.Set(SlotFinder.Uri, Path.GetFullPath(file.Path));
        return named.Build();
    }
}
