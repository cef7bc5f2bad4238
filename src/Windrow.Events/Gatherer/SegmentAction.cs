using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Events.Gatherer;

/// <summary>
/// Tells of a file which slot it belongs to and which of its segments it is, by its name or by what its message says. What its name says stands in its metadata, under what the
/// message says. What belongs to no slot is dropped.
/// </summary>
internal sealed class SegmentAction(SegmentOptions options) : PlanAction
{
    private static readonly MetadataKey Uid = "uid";
    private static readonly MetadataKey Uri = "uri";

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        var metadata = WithName(message);
        if (message.Kind == MessageKind.Notification || !IsOfServer(metadata) || Find(metadata) is not { } found)
        {
            output.Drop(message);
            return;
        }

        var (pattern, parsed) = found;
        var all = Merge(pattern, parsed, metadata);
        if (!TrySlot(pattern, parsed, all, out var slot, out var failure))
        {
            output.Fail(message, failure!);
            return;
        }

        if ((pattern.Grid is { } grid && !grid.Has(slot)) || !pattern.TryName(pattern.Pattern is null ? all : parsed, out var segment))
        {
            output.Drop(message);
            return;
        }

        message.Metadata = all.Change()
            .Set(GathererKeys.Slot, slot)
            .Set(GathererKeys.Set, pattern.Name)
            .Set(GathererKeys.Segment, segment)
            .Set(GathererKeys.Common, string.Join('/', pattern.Common.Select(field => parsed.TryGet(field, out var value) ? value.ToString() : "")))
            .Build();
        output.Emit(message);
    }

    // A file that did not come by posttroll has no name of its own there.
    private static Metadata WithName(Message message)
    {
        if (message.Payload is not FilePayload file || message.Metadata.Contains(Uid))
            return message.Metadata;
        var named = message.Metadata.Change().Set(Uid, Path.GetFileName(file.Path));
        if (!message.Metadata.Contains(Uri))
            named.Set(Uri, Path.GetFullPath(file.Path));
        return named.Build();
    }

    private (SegmentPattern Pattern, Metadata Parsed)? Find(Metadata metadata)
    {
        foreach (var pattern in options.Patterns)
        {
            if (pattern.Topic is { } topic && !(metadata.TryGetString(PosttrollKeys.Subject, out var subject) && subject.StartsWith(topic, StringComparison.Ordinal)))
                continue;
            if (pattern.Pattern is not null)
            {
                if (metadata.TryGetString(Uid, out var uid) && pattern.Pattern.TryParse(uid, out var parsed))
                    return (pattern, SlotTimes.Complete(parsed));
            }
            else if (pattern.MessageKeys.All(key => metadata.Contains(key)))
            {
                return (pattern, metadata);
            }
        }

        return null;
    }

    private Metadata Merge(SegmentPattern pattern, Metadata parsed, Metadata said)
    {
        var merged = said.Change();
        foreach (var (key, value) in parsed)
        {
            if (!said.Contains(key) || pattern.Parsed.Contains(key.Name) || options.Parsed.Contains(key.Name))
                merged.Set(key, value);
        }

        // file://host/a and ssh://host/a are /a here.
        if (options.FilesAreLocal && said.TryGetString(Uri, out var uri) && uri.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme && uri.IndexOf('/', scheme + 3) is > 0 and var path)
            merged.Set(Uri, uri[path..]);
        return merged.Build();
    }

    private bool TrySlot(SegmentPattern pattern, Metadata parsed, Metadata all, out DateTime slot, out Failure? failure)
    {
        var name = pattern.TimeName ?? options.TimeName;
        failure = null;
        slot = default;
        if (!(parsed.TryGet(name, out var value) && value.TryGetTimestamp(out slot)) && !(all.TryGet(name, out value) && value.TryGetTimestamp(out slot)))
        {
            failure = Failure.Permanent($"neither the name of the file nor its message has a time '{name}', so it belongs to no slot", "write the field into the pattern, or another 'time_name'");
            return false;
        }

        slot = SlotTimes.Floor(slot, pattern.GroupByMinutes ?? options.GroupByMinutes);
        return true;
    }

    // As 'user@host'; part of the host's name is enough, as in pytroll-collectors.
    private bool IsOfServer(Metadata metadata) => string.IsNullOrEmpty(options.Server)
        || (metadata.TryGetString(PosttrollKeys.Sender, out var sender) && sender.AsSpan(sender.IndexOf('@', StringComparison.Ordinal) + 1).Contains(options.Server, StringComparison.Ordinal));
}
