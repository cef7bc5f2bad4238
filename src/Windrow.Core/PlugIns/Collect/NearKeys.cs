using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Finds the key of a set whose time is near that of another key; of keys with several times the first in canonical order counts.</summary>
/// <param name="tolerance">Keys whose times differ by less are of one set.</param>
internal sealed class NearKeys(TimeSpan tolerance)
{
    // By what else stands in the keys: their times.
    private readonly Dictionary<Metadata, SortedSet<DateTime>> _times = [];

    public void Add(Metadata key)
    {
        if (!TrySplit(key, out _, out var time, out var rest))
            return;
        if (!_times.TryGetValue(rest, out var times))
            _times.Add(rest, times = []);
        times.Add(time);
    }

    public void Remove(Metadata key)
    {
        if (!TrySplit(key, out _, out var time, out var rest) || !_times.TryGetValue(rest, out var times))
            return;
        times.Remove(time);
        if (times.Count == 0)
            _times.Remove(rest);
    }

    /// <summary>The key of the nearest set; the key itself where none is near.</summary>
    public Metadata Find(Metadata key)
    {
        if (!TrySplit(key, out var name, out var time, out var rest) || !_times.TryGetValue(rest, out var times))
            return key;
        DateTime? nearest = null;
        foreach (var each in times.GetViewBetween(Moved(time, -tolerance), Moved(time, tolerance)))
        {
            if ((each - time).Duration() < tolerance && (nearest is not { } known || (each - time).Duration() < (known - time).Duration()))
                nearest = each;
        }

        return nearest is { } found ? key.With(name, found) : key;
    }

    private static DateTime Moved(DateTime time, TimeSpan by) =>
        new(Math.Clamp(time.Ticks + by.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    private static bool TrySplit(Metadata key, out MetadataKey name, out DateTime time, out Metadata rest)
    {
        (name, time, rest) = (null!, default, Metadata.Empty);
        var others = new MetadataBuilder();
        foreach (var (each, value) in key)
        {
            if (name is null && value.TryGetTimestamp(out time))
                name = each;
            else
                others.Set(each, value);
        }

        if (name is null)
            return false;
        rest = others.Build();
        return true;
    }
}
