using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Gatherer;

/// <summary>Looks beside a file for others of its slot, whose messages may have come while nobody listened. Directories of this host only.</summary>
internal sealed class ExistingFiles(SlotFinder finder, PlugInContext plugIn)
{
    private readonly ILogger _log = plugIn.Services.Logs.CreateLogger("gatherer");

    /// <summary>The metadata of the others, as if a message had come for each.</summary>
    /// <param name="said">What the message of the file says.</param>
    /// <param name="found">The same with where it belongs.</param>
    public IEnumerable<Metadata> Beside(Metadata said, Metadata found, SegmentPattern pattern)
    {
        if (pattern.Pattern is null || !said.TryGetString(SlotFinder.Uid, out var uid) || !said.TryGetString(SlotFinder.Uri, out var uri) || !uri.EndsWith(uid, StringComparison.Ordinal))
            yield break;
        var start = uri[..^uid.Length];
        var common = WithoutOwn(said, pattern);
        foreach (var name in Names(PathOf(start)))
        {
            if (name == uid)
                continue;
            var other = finder.Find(common.Change().Set(SlotFinder.Uid, name).Set(SlotFinder.Uri, start + name).Build(), out _, out _);
            if (other is not null && IsSame(other, found, GathererKeys.Slot) && IsSame(other, found, GathererKeys.Set) && IsSame(other, found, GathererKeys.Common))
                yield return other;
        }
    }

    private List<string> Names(string directory)
    {
        try
        {
            return [.. plugIn.Services.Files.List(directory).Where(static entry => !entry.IsDirectory).Select(static entry => Path.GetFileName(entry.Path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            SlotLog.NotSeen(_log, plugIn.Where, directory, exception.Message);
            return [];
        }
    }

    // What a message says of its file alone is not true of the others.
    private static Metadata WithoutOwn(Metadata said, SegmentPattern pattern)
    {
        var builder = said.Change();
        foreach (var name in pattern.Pattern!.Fields)
        {
            if (!pattern.Common.Contains(name))
                builder.Remove(name);
        }

        return builder.Build();
    }

    private static string PathOf(string uri)
    {
        var scheme = uri.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? uri : uri.IndexOf('/', scheme + 3) is >= 0 and var path ? uri[path..] : uri;
    }

    private static bool IsSame(Metadata one, Metadata other, MetadataKey key) => one.TryGet(key, out var first) && other.TryGet(key, out var second) && first == second;
}
