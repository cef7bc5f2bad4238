namespace Windrow.Core.Stages;

/// <summary>What a stage of a plan holds.</summary>
/// <param name="Name">Plan and action.</param>
/// <param name="Count">Messages waiting or being worked on.</param>
/// <param name="Bytes">Their payload in memory.</param>
/// <param name="OldestAge">How long the oldest message in memory has been there, to half a second; null when there is none.</param>
public sealed record StageStatus(string Name, bool IsDurable, long Count, long Bytes, TimeSpan? OldestAge);
