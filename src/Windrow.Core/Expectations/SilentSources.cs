using System.Globalization;
using Windrow.Core.Flows;
using Windrow.Core.Messages;

namespace Windrow.Core.Expectations;

/// <summary>Finds which of the sources that feed a plan has brought nothing.</summary>
internal sealed class SilentSources(ExpectationBoard board, PlanResults results)
{
    /// <param name="from">Since when something ought to have come, UTC.</param>
    public string? Find(DateTime from)
    {
        var takings = results.Sources;
        var feeding = takings.Select(static taking => taking.Source).ToHashSet(StringComparer.Ordinal);
        var parts = new List<string>();
        foreach (var source in board.Host.Sources())
        {
            // Of a plan that was never fed, any of them may be meant.
            if (source.Name == ExpectationSource.SourceName || (feeding.Count > 0 && !feeding.Contains(source.Name)))
                continue;
            var taking = takings.FirstOrDefault(each => each.Source == source.Name);
            if (taking is { Count: > 0 } && taking.Last >= from)
                continue;
            parts.Add(Describe(source, taking, from));
        }

        if (parts.Count > 0)
            return string.Join("; ", parts);
        return takings.Where(taking => taking.Last >= from).ToList() is { Count: > 0 } fed
            ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", fed.Select(static taking => $"source '{taking.Source}'"))} brought messages, the last at {Format(fed.Max(static taking => taking.Last))}, and none has come to the end of the plan")
            : null;
    }

    private static string Describe(SourceStatus source, SourceTaking? taking, DateTime from)
    {
        if (source.Trouble is { } trouble)
            return $"source '{source.Name}' failed: {trouble}";
        if (source.IsPaused)
            return $"source '{source.Name}' is paused";
        if (source.HasEnded)
            return $"source '{source.Name}' has come to its end";
        var accepted = source.LastAccepted?.UtcDateTime;
        if (accepted >= from)
            return $"source '{source.Name}' brought messages, the last at {Format(accepted.Value)}, none of which the plan takes";
        var last = taking?.Last > accepted || accepted is null ? taking?.Last : accepted;
        return last is { } at ? $"source '{source.Name}' has brought nothing since {Format(at)}" : $"source '{source.Name}' has brought nothing in this run";
    }

    private static string Format(DateTime time) => TimeText.Format(new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));
}
