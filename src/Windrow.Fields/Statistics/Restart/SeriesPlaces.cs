using Windrow.Fields.Domains;
using Windrow.Fields.Statistics.Samples;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>Where the points of series lie in the global field; one list of runs for all series of a client and domain. Safe for several threads.</summary>
internal sealed class SeriesPlaces(DomainMaps domains)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Domain, string Client, int Points), (int Global, PointRun[] Runs)> _places = [];

    /// <summary>The points of the global field and the runs from the series to it; 0 and none when no domain tells.</summary>
    public (int Global, PointRun[] Runs) Of(SeriesKey key, string domain, int points)
    {
        lock (_lock)
        {
            if (_places.TryGetValue((domain, key.Client, points), out var place))
                return place;
            if (key.Client.Length == 0)
                place = (points, points == 0 ? [] : [new PointRun(0, 0, points)]);
            else if (domains.TryGet(domain, out var known) && known.TryGet(key.Client, out var client) && client.Map.LocalPoints == points)
                place = (known.GlobalPoints, Runs(client.Map));
            else
                return (0, []);
            _places.Add((domain, key.Client, points), place);
            return place;
        }
    }

    private static PointRun[] Runs(PointMap map)
    {
        var runs = new PointRun[map.Runs];
        for (var i = 0; i < runs.Length; i++)
            runs[i] = map.RunAt(i);
        return runs;
    }
}
