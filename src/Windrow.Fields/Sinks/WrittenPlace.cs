namespace Windrow.Fields.Sinks;

/// <summary>Where a field was written.</summary>
/// <param name="Bytes">What it holds in memory until it is durable.</param>
/// <param name="Path">The data set.</param>
/// <param name="Part">Its name in that; what comes under the same name takes its place. Empty: the path names it.</param>
internal readonly record struct WrittenPlace(long Bytes, string Path, string Part);
