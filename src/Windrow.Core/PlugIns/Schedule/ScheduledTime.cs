namespace Windrow.Core.PlugIns.Schedule;

/// <summary>A time whose message is not settled: the receipt of its delivery.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Number">Counted from the start of the recurrence.</param>
internal sealed record ScheduledTime(DateTime Time, long Number);
