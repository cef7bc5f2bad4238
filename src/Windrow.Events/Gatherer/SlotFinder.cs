using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Events.Gatherer;

/// <summary>Finds which slot a file belongs to and which of its segments it is, by its name or by what its message says. Safe for several threads.</summary>
internal sealed class SlotFinder(SegmentOptions options)
{
    public static readonly MetadataKey Uid = "uid";
    public static readonly MetadataKey Uri = "uri";

    /// <summary>The metadata of a file with those that say where it belongs, and what its name says under what its message says.</summary>
    /// <param name="pattern">What it has matched.</param>
    /// <param name="failure">Why it could not be told; null with null: it belongs to no slot.</param>
    public Metadata? Find(Metadata metadata, out SegmentPattern? pattern, out Failure? failure)
    {
        (pattern, failure) = (null, null);
        if (!IsOfServer(metadata) || Match(metadata) is not { } found)
            return null;
        pattern = found.Pattern;
        var all = Merge(pattern, found.Parsed, metadata);
        if (!TrySlot(pattern, found.Parsed, all, out var slot, out failure))
            return null;
        if ((pattern.Grid is { } grid && !grid.Has(slot)) || !pattern.TryName(pattern.Pattern is null ? all : found.Parsed, out var segment))
            return null;
        return all.Change()
            .Set(GathererKeys.Slot, slot)
            .Set(GathererKeys.Set, pattern.Name)
            .Set(GathererKeys.Segment, segment)
            .Set(GathererKeys.Common, string.Join('/', pattern.Common.Select(name => found.Parsed.TryGet(name, out var value) ? value.ToString() : "")))
            .Build();
    }

    private (SegmentPattern Pattern, Metadata Parsed)? Match(Metadata metadata)
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
