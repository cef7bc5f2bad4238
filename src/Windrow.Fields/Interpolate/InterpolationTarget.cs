using System.Collections.Concurrent;
using Windrow.Core.PlugIns;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate;

/// <summary>What fields are to be brought to, and how.</summary>
internal sealed class InterpolationTarget
{
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<Grid, WeightsRequest> _requests = new(ReferenceEqualityComparer.Instance);

    /// <summary>The grid; null with a matrix that tells none.</summary>
    public required RowGrid? Grid { get; init; }

    public InterpolationMethod Method { get; init; }

    public int Neighbours { get; init; } = 4;

    /// <summary>The full path of a matrix; null: weights are computed.</summary>
    public string? Matrix { get; init; }

    /// <summary>Where computed weights are kept; null: nowhere.</summary>
    public string? WeightsDirectory { get; init; }

    public long WeightsMemory { get; init; } = 2L << 30;

    public OutputPrecision Precision { get; init; }

    public double? MissingValue { get; init; }

    public MissingRule MissingRule { get; init; }

    /// <summary>The weights from a source; one object for each source grid, so that nothing is hashed twice.</summary>
    public WeightsRequest RequestFor(Grid source)
    {
        if (_requests.TryGetValue(source, out var known))
            return known;
        var request = new WeightsRequest(source, Grid!, Method, Neighbours);
        return _requests.Count < MostKept ? _requests.GetOrAdd(source, request) : request;
    }

    /// <summary>The directory for weights: the one that is named, else below the user's cache directory; null where there is none, or caching is off.</summary>
    public static string? DirectoryOf(string? cachePath, bool caching, PlugInContext context)
    {
        if (!caching)
            return null;
        if (cachePath is not null)
            return context.FullPath(cachePath);
        var environment = context.Services.Environment;
        if (environment("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "windrow", "weights");
        return environment("HOME") is { Length: > 0 } home && Path.IsPathRooted(home) ? Path.Combine(home, ".cache", "windrow", "weights") : null;
    }
}
