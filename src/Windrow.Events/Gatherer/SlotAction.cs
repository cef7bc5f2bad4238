using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Gatherer;

/// <summary>Makes of a set of files, as <c>collect</c> hands it over, the data of the message that pytroll-collectors publishes for a slot.</summary>
internal sealed class SlotAction(SlotOptions options, PlugInContext plugIn) : PlanAction
{
    private const int MostTold = 20;

    private static readonly MetadataKey Members = "members";
    private static readonly MetadataKey Missing = "missing";
    private static readonly MetadataKey Revision = "revision";

    private readonly ILogger _log = plugIn.Services.Logs.CreateLogger("gatherer");

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        if (!message.Metadata.TryGet(Members, out var value) || !value.TryGetList(out var members) || members.Count == 0)
        {
            output.Fail(message, Failure.Permanent("the message lists no members of a set", "put 'collect' with 'hand-over: [\"*\"]' in front of 'slot'"));
            return;
        }

        var slot = new SlotData();
        foreach (var member in members.Items)
        {
            if (!member.TryGetMap(out var file))
            {
                output.Fail(message, Failure.Permanent("the message tells of its members only where they came from", "write 'hand-over: [\"*\"]' into the 'collect' in front"));
                return;
            }

            if (!slot.Add(file))
                SlotLog.Another(_log, plugIn.Where, file.TryGetString("uid", out var uid) ? uid : "(no uid)");
        }

        // Of one that leaves early more is to come.
        var isEarly = message.Metadata.TryGet(Revision, out var revision) && revision.TryGetNumber(out var number) && number == 0;
        if (!isEarly && message.Metadata.TryGet(Missing, out var missing) && missing.TryGetList(out var list))
            SlotLog.Incomplete(_log, plugIn.Where, slot.Time, members.Count, list.Count, Names(list));
        output.Emit(output.Child(message, MessageKind.Dataset, slot.Build(options), Payload.None));
        output.Absorb(message);
    }

    private string Names(MetadataList missing)
    {
        var names = missing.Items[..Math.Min(missing.Count, MostTold)].ToArray()
            .Select(each => each.TryGetMap(out var member) && member.TryGetString(GathererKeys.Segment, out var segment)
                ? options.Sets.Count > 1 && member.TryGetString(GathererKeys.Set, out var set) ? $"{set} {segment}" : segment
                : each.ToString());
        return string.Join(", ", names) + (missing.Count > MostTold ? ", …" : "");
    }
}
